import type { EnvironmentView, ServiceView, Update, ViewDelta } from '../../src-main/contract/view.ts';

/**
 * The view after an update. A snapshot replaces all; a delta needs the view it was made from, so without one
 * it changes nothing. What did not change keeps its identity, so that React draws only what did.
 */
export function applyUpdate(before: EnvironmentView | null, update: Update): EnvironmentView | null {
  if (update.kind === 'snapshot') return update.view;
  return before === null ? null : applyDelta(before, update.delta);
}

/** The view after a delta. Services that `order` no longer names are gone. */
export function applyDelta(before: EnvironmentView, delta: ViewDelta): EnvironmentView {
  const view = { ...before, ...delta.set };
  if (delta.services.length === 0 && delta.order === null) return view;
  const services = new Map<string, ServiceView>(before.services.map((service) => [service.name, service]));
  for (const service of delta.services) services.set(service.name, service);
  const order = delta.order ?? before.services.map(({ name }) => name);
  return { ...view, services: order.flatMap((name) => services.get(name) ?? []) };
}
