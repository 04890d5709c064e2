import type { EnvironmentView, ServiceView, ViewDelta } from '../../contract/view.ts';
import { sameValue } from './same-value.ts';

type Part = Exclude<keyof EnvironmentView, 'services'>;

// Each of them: one that is missing here does not compile.
const named: Readonly<Record<Part, true>> = {
  project: true,
  engine: true,
  orphans: true,
  edges: true,
  commands: true,
  run: true,
  database: true,
  suggestedDatabase: true,
  problems: true,
  warnings: true,
};

const parts = Object.keys(named) as readonly Part[];

/** What turns `before` into `after`; null when they are equal. */
export function changes(before: EnvironmentView, after: EnvironmentView): ViewDelta | null {
  const changed = parts.filter((part) => !sameValue(before[part], after[part]));
  const known = new Map(before.services.map((service) => [service.name, service]));
  const services = after.services.filter((service) => !sameValue(known.get(service.name), service));
  const order = after.services.map(({ name }) => name);
  const sameOrder = sameValue(
    before.services.map(({ name }) => name),
    order,
  );
  if (changed.length === 0 && services.length === 0 && sameOrder) return null;
  const set = Object.fromEntries(changed.map((part) => [part, after[part]])) as ViewDelta['set'];
  return { set, services, order: sameOrder ? null : order };
}

/** The view after a change: `applyChanges(before, changes(before, after))` equals `after`. */
export function applyChanges(before: EnvironmentView, delta: ViewDelta): EnvironmentView {
  const services = new Map<string, ServiceView>(before.services.map((service) => [service.name, service]));
  for (const service of delta.services) services.set(service.name, service);
  const order = delta.order ?? before.services.map(({ name }) => name);
  return { ...before, ...delta.set, services: order.flatMap((name) => services.get(name) ?? []) };
}
