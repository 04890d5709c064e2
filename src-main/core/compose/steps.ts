/** A way from the root of a tree down, the last key first: one more step costs nothing, however deep it is. */
export type Steps = { readonly above: Steps; readonly key: string } | null;

/** `steps` and one more. */
export const step = (steps: Steps, key: string): Steps => ({ above: steps, key });

/** The keys from the root down. */
export function spell(steps: Steps): readonly string[] {
  const keys: string[] = [];
  for (let here = steps; here !== null; here = here.above) keys.push(here.key);
  return keys.reverse();
}
