import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { BundleHead, BundleManifest, BundlePayload } from '../core/database/bundle.ts';

/** A key pair that bundles are signed with. `secret` is for the keychain alone. */
export type SigningKey = {
  readonly secret: string;
  /** The public half, 32 bytes as base64url, and its id, see `BundleHead`. */
  readonly key: string;
  readonly id: string;
};

/** Bytes of an archive, as they come. Throws where they cannot be had any more. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Signed files that carry a volume's content. Problems: bundle-invalid, file-unreadable, file-unwritable, disk-full. */
export interface Bundles {
  newKey(): SigningKey;
  /** The pair that a kept secret is; null: it is none. */
  keyOf(secret: string): SigningKey | null;
  /** Reads what stands before the data, and proves its signature. The data itself is not looked at. */
  readHead(file: string): Promise<Result<BundleHead, Problem>>;
  /**
   * The archive in a bundle. It ends only where all of it is what was signed; else it throws, and `problem` tells why. So what
   * it is sent to never sees its end.
   */
  openPayload(
    file: string,
    head: BundleHead,
  ): { readonly content: Bytes; readonly problem: () => Problem | null };
  /** Makes a bundle: written to `part`, flushed, and only then given its name. An existing file is left as it is. */
  write(wish: WriteWish): Promise<Result<BundleHead, Problem>>;
  /** What an archive would be in a bundle. */
  weigh(archive: Bytes): Promise<Result<BundlePayload, Problem>>;
}

export type WriteWish = {
  readonly file: string;
  readonly part: string;
  /** As the engine gives it; what may lie in a bundle is judged entry by entry. */
  readonly archive: Bytes;
  readonly key: SigningKey;
  readonly manifest: (payload: BundlePayload) => BundleManifest;
};
