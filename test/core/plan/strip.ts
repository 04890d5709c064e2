// Compose gathers these from maps, so their order differs from one request to the next.
const sets = new Set(['Env', 'Ulimits', 'Mounts', 'Binds', 'ExtraHosts']);
// Here an empty list says something.
const telling = new Set(['Entrypoint', 'Cmd', 'MaskedPaths', 'ReadonlyPaths']);

/** Compose sends zero values, the engine reads a missing one alike: both sides without them; lists that are sets, sorted. */
export function strip(value: unknown, under = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => strip(item));
    return sets.has(under)
      ? [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (under === 'com.docker.compose.depends_on') return String(value).split(',').sort().join(',');
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, strip(item, key)] as const)
      .filter(([key, item]) => keeps(key, item)),
  );
}

const keeps = (key: string, item: unknown): boolean =>
  item !== null &&
  item !== '' &&
  item !== 0 &&
  item !== false &&
  !(typeof item === 'object' && Object.keys(item).length === 0 && !telling.has(key) && !/^\d+/.test(key));
