import type { Path } from './place.ts';

/** A fault of the profile by its place in the data. `of: 'key'`: the key itself is wrong, not its value. */
export type Fault = {
  readonly path: Path;
  readonly of: 'key' | 'value';
  readonly message: string;
  readonly hint: string | null;
};

/** A path as it is written in texts: `keys.API_PORT.default`, `compose[0]`; the empty one is the file itself. */
export function printPath(path: Path): string {
  if (path.length === 0) return 'the file';
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.join('').replace(/^\./u, '');
}
