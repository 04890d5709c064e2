/** What tells one object of Berth's from another, beside project and logical volume. */
export type GenerationLabels =
  | { readonly 'berth.generation': string }
  | { readonly 'berth.golden': string }
  /** A snapshot tells by itself what it is, also where the ledger is gone. */
  | {
      readonly 'berth.snapshot': string;
      readonly 'berth.snapshot.of': string;
      readonly 'berth.snapshot.image': string;
      readonly 'berth.snapshot.digest': string;
      readonly 'berth.snapshot.revision': string;
      readonly 'berth.snapshot.commit': string;
      readonly 'berth.snapshot.note': string;
    }
  | { readonly 'berth.private': string }
  /** A volume that is needed on the way to another server version, and no longer. */
  | { readonly 'berth.stage': string }
  /** A container through which a volume of this engine's name is read. */
  | { readonly 'berth.carry': string }
  /** A container that copies; `berth.copy.to` is the engine's name of the volume it fills. */
  | {
      readonly 'berth.copy.to': string;
      readonly 'berth.copy.from': string;
      readonly 'berth.copy.source': string;
    };
