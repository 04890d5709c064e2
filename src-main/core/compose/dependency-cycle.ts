import type { ServiceModel } from './model.ts';

/** The first cycle among the dependencies, as names from one service back to itself; null when there is none. */
export function dependencyCycle(services: Readonly<Record<string, ServiceModel>>): readonly string[] | null {
  const done = new Set<string>();
  for (const name of Object.keys(services).sort()) {
    const cycle = walk(name, [], done, services);
    if (cycle !== null) return cycle;
  }
  return null;
}

function walk(
  name: string,
  above: readonly string[],
  done: Set<string>,
  services: Readonly<Record<string, ServiceModel>>,
): readonly string[] | null {
  const start = above.indexOf(name);
  if (start >= 0) return [...above.slice(start), name];
  if (done.has(name) || !Object.hasOwn(services, name)) return null;
  for (const next of Object.keys(services[name]?.depends_on ?? {}).sort()) {
    const cycle = walk(next, [...above, name], done, services);
    if (cycle !== null) return cycle;
  }
  done.add(name);
  return null;
}
