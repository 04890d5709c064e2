/** Compose file names in the order in which they are looked for in a folder; the first one found is the project's. */
export const composeFileNames = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
] as const;

/** Beside a file that was found by looking (and not named), the first of these is laid over it. */
export const overrideFileNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
] as const;

/** The Compose files among the names in one folder, in the order they are merged; nothing when there is no project here. */
export function discover(names: ReadonlySet<string>): {
  readonly files: readonly string[];
  readonly warnings: readonly string[];
} {
  const found = composeFileNames.filter((name) => names.has(name));
  const [first] = found;
  if (first === undefined) return { files: [], warnings: [] };
  const override = overrideFileNames.find((name) => names.has(name));
  const warnings =
    found.length > 1
      ? [`Found multiple config files with supported names: ${found.join(', ')}. Using ${first}`]
      : [];
  return { files: override === undefined ? [first] : [first, override], warnings };
}
