/** What the layout needs of a dependency: `from` depends on `to`. */
export type Dependency = { readonly from: string; readonly to: string };

/** Top left corner of each node, in pixels of the graph. */
export type Place = { readonly name: string; readonly x: number; readonly y: number };

export type GraphBox = {
  /** Distance from the left edge of one column to that of the next. */
  readonly columnPitch: number;
  readonly rowPitch: number;
  /** A column with more nodes than this goes on in the next one. */
  readonly rowsPerColumn: number;
};

/**
 * Places services left to right by how deep their dependencies reach: what needs nothing stands at the left, and
 * what needs it stands further right. Within a column each stands near the middle of what it needs, so that few
 * lines cross. A dependency on an unknown name, or one that closes a circle, is left out.
 */
export function graphLayout(names: readonly string[], edges: readonly Dependency[], box: GraphBox): Place[] {
  const needs = needsOf(names, edges);
  const depth = depths(names, needs);
  const deepest = Math.max(0, ...depth.values());
  const rowOf = new Map<string, number>();
  const columns: string[][] = [];
  for (let level = 0; level <= deepest; level += 1) {
    const column = names.filter((name) => depth.get(name) === level);
    const sorted = column.toSorted((a, b) => middle(needs.get(a), rowOf) - middle(needs.get(b), rowOf));
    for (const [row, name] of sorted.entries()) rowOf.set(name, row - (sorted.length - 1) / 2);
    columns.push(...chunks(sorted, box.rowsPerColumn));
  }
  return columns.flatMap((column, at) =>
    column.map((name, row) => ({
      name,
      x: at * box.columnPitch,
      y: (row - (column.length - 1) / 2) * box.rowPitch,
    })),
  );
}

type Needs = ReadonlyMap<string, readonly string[]>;

function needsOf(names: readonly string[], edges: readonly Dependency[]): Needs {
  const needs = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { from, to } of edges) if (needs.has(to) && from !== to) needs.get(from)?.push(to);
  return needs;
}

function depths(names: readonly string[], needs: Needs): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  const depthOf = (name: string, above: ReadonlySet<string>): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const path = new Set([...above, name]);
    const below = (needs.get(name) ?? [])
      .filter((need) => !path.has(need))
      .map((need) => depthOf(need, path));
    const depth = below.length === 0 ? 0 : 1 + Math.max(...below);
    known.set(name, depth);
    return depth;
  };
  for (const name of names) depthOf(name, new Set());
  return known;
}

function middle(needs: readonly string[] | undefined, rowOf: ReadonlyMap<string, number>): number {
  const rows = (needs ?? []).flatMap((need) => rowOf.get(need) ?? []);
  return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}

function chunks(names: readonly string[], size: number): string[][] {
  const count = Math.max(1, Math.ceil(names.length / size));
  const each = Math.ceil(names.length / count);
  return Array.from({ length: count }, (_, at) => names.slice(at * each, (at + 1) * each));
}
