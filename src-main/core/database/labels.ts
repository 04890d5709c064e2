/** What tells one object of Berth's from another, beside project and logical volume. */
export type GenerationLabels =
  | { readonly 'berth.generation': string }
  | { readonly 'berth.golden': string }
  | { readonly 'berth.snapshot': string }
  | { readonly 'berth.private': string }
  /** A container that copies; `berth.copy.to` is the engine's name of the volume it fills. */
  | {
      readonly 'berth.copy.to': string;
      readonly 'berth.copy.from': string;
      readonly 'berth.copy.source': string;
    };
