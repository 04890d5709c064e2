import type { Mark } from './source.ts';

/**
 * A Compose file between its text and its model: mappings, lists and scalars, each with the place it came from. Trees are
 * never changed in place: anchors and `extends` make them share parts.
 */
export type Tree = MapTree | ListTree | ScalarTree;

export type MapTree = {
  readonly kind: 'map';
  readonly at: Mark;
  readonly fields: ReadonlyMap<string, Field>;
};

/** `at` is the place of the key. */
export type Field = { readonly at: Mark; readonly value: Tree };

export type ListTree = { readonly kind: 'list'; readonly at: Mark; readonly items: readonly Tree[] };

/** The scalar types of YAML as Go's yaml.v3 resolves them; `time` keeps its text. An int that JavaScript cannot hold is a bigint. */
export type ScalarTree =
  | { readonly kind: 'text'; readonly at: Mark; readonly value: string }
  | { readonly kind: 'int'; readonly at: Mark; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly at: Mark; readonly value: number }
  | { readonly kind: 'bool'; readonly at: Mark; readonly value: boolean }
  | { readonly kind: 'time'; readonly at: Mark; readonly value: string }
  | { readonly kind: 'null'; readonly at: Mark };

export const textTree = (at: Mark, value: string): Tree => ({ kind: 'text', at, value });
export const intTree = (at: Mark, value: number): Tree => ({ kind: 'int', at, value });
export const boolTree = (at: Mark, value: boolean): Tree => ({ kind: 'bool', at, value });
export const nullTree = (at: Mark): Tree => ({ kind: 'null', at });
export const listTree = (at: Mark, items: readonly Tree[]): ListTree => ({ kind: 'list', at, items });
export const mapTree = (at: Mark, fields: ReadonlyMap<string, Field>): MapTree => ({
  kind: 'map',
  at,
  fields,
});

/** A mapping of fields that all came from one place: how a short form becomes a long one. */
export function mapOf(at: Mark, fields: Readonly<Record<string, Tree | undefined>>): MapTree {
  const made = new Map<string, Field>();
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) made.set(key, { at, value });
  return mapTree(at, made);
}

/** The value of a field, or undefined when `tree` is no mapping or has no such field. */
export function fieldOf(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.fields.get(key)?.value : undefined;
}

/** The fields of a mapping; nothing for any other tree. */
export function fieldsOf(tree: Tree | undefined): Iterable<[string, Field]> {
  return tree?.kind === 'map' ? tree.fields : [];
}

/** The items of a list; nothing for any other tree. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

/** The text of a text scalar, or undefined for any other tree. */
export const textOf = (tree: Tree | undefined): string | undefined =>
  tree?.kind === 'text' ? tree.value : undefined;

/** True for nothing at all and for an explicit null. */
export const isNull = (tree: Tree | undefined): boolean => tree === undefined || tree.kind === 'null';

/** `tree` with one field set; the place of the key stays when there was one. */
export function withField(tree: MapTree, key: string, value: Tree): MapTree {
  const fields = new Map(tree.fields);
  fields.set(key, { at: tree.fields.get(key)?.at ?? value.at, value });
  return mapTree(tree.at, fields);
}

/** `tree` without the named fields. */
export function withoutFields(tree: MapTree, ...keys: readonly string[]): MapTree {
  if (!keys.some((key) => tree.fields.has(key))) return tree;
  const fields = new Map(tree.fields);
  for (const key of keys) fields.delete(key);
  return mapTree(tree.at, fields);
}

/** Each field's value changed; the same tree when nothing changed. undefined drops the field. */
export function mapFields(
  tree: MapTree,
  change: (value: Tree, key: string, at: Mark) => Tree | undefined,
): MapTree {
  let changed: Map<string, Field> | null = null;
  // forEach makes no array for each entry: this is the innermost loop of most phases.
  tree.fields.forEach((field, key) => {
    const value = change(field.value, key, field.at);
    if (value === field.value) return;
    changed ??= new Map(tree.fields);
    if (value === undefined) changed.delete(key);
    else changed.set(key, { at: field.at, value });
  });
  return changed === null ? tree : mapTree(tree.at, changed);
}

/** Each item changed; the same tree when nothing changed. undefined drops the item. */
export function mapItems(tree: ListTree, change: (value: Tree, index: number) => Tree | undefined): ListTree {
  const items: Tree[] = [];
  let isChanged = false;
  tree.items.forEach((item, index) => {
    const value = change(item, index);
    isChanged ||= value !== item;
    if (value !== undefined) items.push(value);
  });
  return isChanged ? listTree(tree.at, items) : tree;
}

/** Where `path` leads in a tree: the place of its last key, or of the deepest part of the path that exists. */
export function placeOf(tree: Tree, path: readonly (string | number)[]): Mark {
  let at = tree.at;
  let here: Tree | undefined = tree;
  for (const step of path) {
    const field: Field | undefined = here.kind === 'map' ? here.fields.get(String(step)) : undefined;
    const item: Tree | undefined =
      here.kind === 'list' && typeof step === 'number' ? here.items[step] : undefined;
    if (field === undefined && item === undefined) return at;
    at = field?.at ?? item?.at ?? at;
    here = field?.value ?? item ?? here;
  }
  return at;
}

/** True when two trees say the same, wherever they stand and in whatever order their keys come. */
export function plainEqual(a: Tree, b: Tree): boolean {
  if (a.kind === 'map' && b.kind === 'map') {
    const same = [...a.fields].every(([key, field]) => {
      const other = b.fields.get(key);
      return other !== undefined && plainEqual(field.value, other.value);
    });
    return same && a.fields.size === b.fields.size;
  }
  if (a.kind === 'list' && b.kind === 'list') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => plainEqual(item, b.items[index] ?? nullTree(item.at)))
    );
  }
  return a.kind === b.kind && (!('value' in a) || ('value' in b && Object.is(a.value, b.value)));
}
