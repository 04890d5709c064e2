import { z } from 'zod';
import { type Result, fail, ok } from '../../contract/result.ts';

/** The form of bundles that this Berth writes and reads. */
export const bundleSchema = 1;

const word = z.string().max(300);
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.number().int().min(0);

const manifest = z
  .object({
    berth: z.literal(bundleSchema),
    project: word.min(1),
    service: word.min(1),
    volume: word.min(1),
    snapshot: word.min(1),
    note: z.string().max(500),
    image: word,
    digest: word,
    server: word.nullable(),
    revision: word,
    commit: word,
    takenAt: z.number().nullable(),
    createdAt: z.number(),
    bytes: bytes.nullable(),
    payload: z.object({ bytes, sha256: hex64 }).strict(),
    signer: z.object({ name: word.min(1), key: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }).strict(),
  })
  .strict();

/** What a bundle says of itself before its data, all of it signed. */
export type BundleManifest = {
  readonly berth: typeof bundleSchema;
  /** Identity of the project, as its profile has it. */
  readonly project: string;
  readonly service: string;
  /** The logical volume. */
  readonly volume: string;
  readonly snapshot: string;
  readonly note: string;
  readonly image: string;
  /** Of the image, as the engine that it was taken at knew it; empty where it knew none. */
  readonly digest: string;
  /** Major version of the server that wrote the data; null where the data does not tell. */
  readonly server: string | null;
  /** Of the migrations; empty where it was not known. */
  readonly revision: string;
  /** Git commit; empty where it was not known. */
  readonly commit: string;
  readonly takenAt: number | null;
  readonly createdAt: number;
  /** What the data took on the disk. */
  readonly bytes: number | null;
  /** The archive that follows. */
  readonly payload: BundlePayload;
  /** `key`: the public half, 32 bytes as base64url. */
  readonly signer: { readonly name: string; readonly key: string };
};

export type BundlePayload = { readonly bytes: number; readonly sha256: string };

/** What is known before the data is read. */
export type BundleFacts = Omit<BundleManifest, 'berth' | 'payload' | 'signer' | 'createdAt'>;

/** A manifest whose signature holds. `keyId`: 32 hex digits of the hash of the public key. */
export type BundleHead = { readonly manifest: BundleManifest; readonly keyId: string };

/** The manifest that a text is; the error tells what is wrong with it. */
export function parseManifest(text: string): Result<BundleManifest, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('a manifest that is not JSON');
  }
  const schema = typeof value === 'object' && value !== null && 'berth' in value ? value.berth : null;
  if (typeof schema === 'number' && schema !== bundleSchema) return fail(`schema version ${schema}`);
  const parsed = manifest.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return fail(`a manifest with a fault at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? '?'}`);
}
