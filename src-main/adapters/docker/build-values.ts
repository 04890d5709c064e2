/** The texts of a list in the model; empty for anything else. */
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** The entries of a mapping of texts in the model; empty for anything else. */
export const listOf = (value: unknown): (readonly [string, string])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]: readonly [string, unknown]) =>
        typeof item === 'string' ? [[key, item] as const] : [],
      )
    : [];

/** True where the model says something under a key: not nothing, not `false`, not empty. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== 'false' &&
  !(typeof value === 'object' && Object.keys(value).length === 0);
