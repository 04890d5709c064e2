/** UTF-8 bytes sort like code points, and not like UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const isPlain = !/[\uD800-\uDFFF]/.test(a + b);
  if (isPlain) return a < b ? -1 : 1;
  const left = [...a];
  const right = [...b];
  const at = left.findIndex((char, index) => char !== right[index]);
  return (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1);
}

/**
 * The keys of a mapping as they are to be written. JavaScript moves keys that look like numbers to the front, by size:
 * only a mapping of names has such keys, and that is sorted anyway.
 */
export function keysInOrder(
  fields: Readonly<Record<string, unknown>>,
  order: (a: string, b: string) => number,
): readonly string[] {
  const keys = Object.keys(fields);
  return /^\d+$/.test(keys[0] ?? '') ? keys.sort(order) : keys;
}
