import type { LoadInput } from '../core/compose/load-input.ts';
import type { Files } from '../ports/files.ts';

const limitBytes = 1024 * 1024;

/** Loads, reads the files that were asked for, and loads again until nothing is wanted: the loader itself only computes. */
export async function loadWhole<T extends { readonly wants: readonly string[] }>(
  files: Files,
  input: LoadInput,
  load: (input: LoadInput) => T,
): Promise<T> {
  const known = new Map<string, string | null>();
  for (;;) {
    const loaded = load({ ...input, read: (path) => known.get(path) });
    if (loaded.wants.length === 0) return loaded;
    for (const path of loaded.wants) {
      const text = await files.readText(path, limitBytes);
      known.set(path, text.ok ? text.value : null);
    }
  }
}
