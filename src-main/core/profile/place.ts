import type { Mark } from '../compose/source.ts';
import type { Tree } from '../compose/tree.ts';

export type Path = readonly PropertyKey[];

/**
 * Where a path of the data stands in the text; `of: 'key'` means the key itself, not its value. Where the path ends early
 * (a missing key) it is the innermost thing that exists.
 */
export function placeOf(root: Tree, path: Path, of: 'key' | 'value'): Mark {
  let here = root;
  for (const [index, part] of path.entries()) {
    const field = here.kind === 'map' ? here.fields.get(String(part)) : undefined;
    const value = here.kind === 'list' ? here.items[Number(part)] : field?.value;
    if (value === undefined) break;
    if (of === 'key' && index === path.length - 1) return field?.at ?? value.at;
    here = value;
  }
  return here.at;
}
