import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type KnownKey, parseKeys, printKeys } from '../../core/database/bundle-keys.ts';
import type { Files } from '../../ports/files.ts';

/** Where the keys are kept whose bundles are imported: of this user, for all projects. No secret is in it. */
export type KeysPlace = { readonly files: Files; readonly settingsDir: string };

// Written after the other, so that one of the two is whole at any time.
const copyOf = (file: string): string => `${file}.copy`;

const limitBytes = 1024 * 1024;

const fileOf = ({ files, settingsDir }: KeysPlace): string => files.resolve(settingsDir, 'bundle-keys.json');

/** Problems: settings-corrupt where the file is not what was written, file-unreadable. */
export async function readKnownKeys(place: KeysPlace): Promise<Result<readonly KnownKey[], Problem>> {
  const file = fileOf(place);
  const texts = await Promise.all([file, copyOf(file)].map((path) => place.files.readText(path, limitBytes)));
  const [first] = texts;
  if (first?.ok === false) return first;
  const found = texts.flatMap((text) => (text.ok && text.value !== null ? [text.value] : []));
  if (found.length === 0) return ok([]);
  const known = found.map(parseKeys).find((keys) => keys !== null) ?? null;
  const detail =
    'It does not hold what Berth wrote. Remove it to begin anew: then every key has to be trusted again.';
  return known === null ? fail({ kind: 'file-unreadable', file, detail }) : ok(known);
}

/** Notes a key beside those that are known. Problems: those of reading and writing. */
export async function trustKey(place: KeysPlace, key: KnownKey): Promise<Result<void, Problem>> {
  const known = await readKnownKeys(place);
  if (!known.ok) return known;
  if (known.value.some(({ id }) => id === key.id)) return ok(undefined);
  return writeKeys(place, [...known.value, key]);
}

async function writeKeys(place: KeysPlace, keys: readonly KnownKey[]): Promise<Result<void, Problem>> {
  const file = fileOf(place);
  const written = await place.files.writeAtomic(file, printKeys(keys));
  return written.ok ? place.files.writeAtomic(copyOf(file), printKeys(keys)) : written;
}

/** False: no such key was known. */
export async function forgetKey(place: KeysPlace, id: string): Promise<Result<boolean, Problem>> {
  const known = await readKnownKeys(place);
  if (!known.ok) return known;
  const rest = known.value.filter((key) => key.id !== id);
  if (rest.length === known.value.length) return ok(false);
  const written = await writeKeys(place, rest);
  return written.ok ? ok(true) : written;
}
