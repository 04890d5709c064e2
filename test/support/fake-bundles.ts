import type { BundleHead, BundleManifest } from '../../src-main/core/database/bundle.ts';
import { fail, ok } from '../../src-main/contract/result.ts';
import { sha256Hex } from '../../src-main/core/sha256.ts';
import type { Bundles, Bytes, SigningKey, WriteWish } from '../../src-main/ports/bundles.ts';

type Kept = { head: BundleHead; content: string };

async function textOf(bytes: Bytes): Promise<string> {
  let text = '';
  for await (const piece of bytes) text += String.fromCharCode(...piece);
  return text;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Bundles in memory: whole, signed by name, and changed where a test changes them. */
export class FakeBundles implements Bundles {
  readonly kept = new Map<string, Kept>();
  #keys = 0;

  newKey(): SigningKey {
    this.#keys += 1;
    return this.keyOf(`secret-${this.#keys}`);
  }

  keyOf(secret: string): SigningKey {
    return { secret, key: `key-of-${secret}`, id: sha256Hex(secret).slice(0, 32) };
  }

  async readHead(file: string) {
    const found = this.kept.get(file);
    return found === undefined
      ? fail({ kind: 'file-unreadable', file, detail: 'it is not there' } as const)
      : ok(found.head);
  }

  openPayload(file: string, { manifest }: BundleHead) {
    const content = this.kept.get(file)?.content ?? '';
    const found = sha256Hex(content);
    const problem =
      found === manifest.payload.sha256
        ? null
        : ({ kind: 'bundle-invalid', file, expected: manifest.payload.sha256, found } as const);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      if (problem !== null) throw new Error('changed');
      yield* bytesOf(content);
    }
    return { content: pieces(), problem: () => problem };
  }

  async write({ file, archive, key, manifest }: WriteWish) {
    const content = await textOf(archive);
    const made: BundleManifest = manifest({ bytes: content.length, sha256: sha256Hex(content) });
    const head = { manifest: made, keyId: key.id };
    this.kept.set(file, { head, content });
    return ok(head);
  }

  async weigh(archive: Bytes) {
    const content = await textOf(archive);
    return ok({ bytes: content.length, sha256: sha256Hex(content) });
  }
}
