import type { ServiceModel } from './model.ts';

/** The first cycle among the dependencies, as names from one service back to itself; null when there is none. */
export function dependencyCycle(services: Readonly<Record<string, ServiceModel>>): readonly string[] | null {
  const done = new Set<string>();
  for (const name of Object.keys(services).sort()) {
    const cycle = cycleFrom(name, done, services);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** A service on the way down, and those of its dependencies that were not looked at yet. */
type Frame = { readonly name: string; readonly left: string[] };

/** Without recursion: a chain of dependencies may be longer than the stack is deep. */
function cycleFrom(
  first: string,
  done: Set<string>,
  services: Readonly<Record<string, ServiceModel>>,
): readonly string[] | null {
  const way: Frame[] = [];
  const onWay = new Set<string>();
  const enter = (name: string): void => {
    onWay.add(name);
    const service = Object.hasOwn(services, name) ? services[name] : undefined;
    way.push({
      name,
      left: Object.keys(service?.depends_on ?? {})
        .sort()
        .reverse(),
    });
  };
  if (!done.has(first)) enter(first);
  for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
    const next = here.left.pop();
    if (next === undefined) {
      done.add(here.name);
      onWay.delete(here.name);
      way.pop();
    } else if (onWay.has(next)) {
      const names = way.map(({ name }) => name);
      return [...names.slice(names.indexOf(next)), next];
    } else if (!done.has(next)) {
      enter(next);
    }
  }
  return null;
}
