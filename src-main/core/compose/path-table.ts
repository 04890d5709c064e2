/**
 * Rules by path, as a tree that is walked together with the file it rules: `services.*.ports` is one row, `*` stands for
 * any key or list item. A named step wins over `*`.
 */
export type PathTable<T> = {
  readonly rule: T | null;
  readonly named: ReadonlyMap<string, PathTable<T>>;
  readonly any: PathTable<T> | null;
};

type Growing<T> = { rule: T | null; named: Map<string, Growing<T>>; any: Growing<T> | null };

const empty = <T>(): Growing<T> => ({ rule: null, named: new Map(), any: null });

/** A table from rows `path → rule`. */
export function pathTable<T>(rows: Readonly<Record<string, T>>): PathTable<T> {
  const root = empty<T>();
  for (const [path, rule] of Object.entries(rows)) {
    let here = root;
    for (const step of path.split('.')) here = grow(here, step);
    here.rule = rule;
  }
  return root;
}

function grow<T>(table: Growing<T>, step: string): Growing<T> {
  if (step === '*') {
    table.any ??= empty();
    return table.any;
  }
  const known = table.named.get(step);
  if (known !== undefined) return known;
  const made = empty<T>();
  table.named.set(step, made);
  return made;
}

/** The rows that go on below `step`, or null when none does. */
export function below<T>(table: PathTable<T> | null, step: string): PathTable<T> | null {
  return table === null ? null : (table.named.get(step) ?? table.any);
}
