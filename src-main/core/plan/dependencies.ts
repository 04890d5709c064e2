import type { ServiceName } from '../../contract/names.ts';
import type { Dependency, Model } from '../compose/model.ts';

/** The dependencies of a service that are part of the model; a disabled optional one is left out. */
export function dependenciesOf(
  model: Model,
  service: ServiceName,
): readonly (readonly [ServiceName, Dependency])[] {
  return Object.entries(model.services[service]?.depends_on ?? {}).filter(
    ([name]) => model.services[name] !== undefined,
  );
}

export const dependentsOf = (model: Model, service: ServiceName): ServiceName[] =>
  Object.keys(model.services).filter((name) =>
    dependenciesOf(model, name).some(([target]) => target === service),
  );

/** The named services with all that they depend on, in dependency order: what is depended on comes first. */
export function closure(model: Model, names: Iterable<ServiceName>): ServiceName[] {
  const order: ServiceName[] = [];
  const seen = new Set<ServiceName>();
  const visit = (name: ServiceName): void => {
    if (seen.has(name) || model.services[name] === undefined) return;
    seen.add(name);
    for (const [target] of dependenciesOf(model, name)) visit(target);
    order.push(name);
  };
  for (const name of names) visit(name);
  return order;
}

/** A service that others wait to complete: a job, green when it ended with 0. */
export const isJob = (model: Model, service: ServiceName): boolean =>
  Object.values(model.services).some(
    (other) => other.depends_on?.[service]?.condition === 'service_completed_successfully',
  );
