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

export type Dependent = { readonly name: ServiceName; readonly edge: Dependency };

// Asked for every service of a model, which does not change: the index is made once for each.
const indexes = new WeakMap<Model, ReadonlyMap<ServiceName, readonly Dependent[]>>();

/** Who depends on a service, and how. */
export function dependentEdges(model: Model, service: ServiceName): readonly Dependent[] {
  let index = indexes.get(model);
  if (index === undefined) {
    index = indexDependents(model);
    indexes.set(model, index);
  }
  return index.get(service) ?? [];
}

function indexDependents(model: Model): ReadonlyMap<ServiceName, readonly Dependent[]> {
  const index = new Map<ServiceName, Dependent[]>();
  for (const name of Object.keys(model.services)) {
    for (const [target, edge] of dependenciesOf(model, name)) {
      const dependents = index.get(target);
      if (dependents === undefined) index.set(target, [{ name, edge }]);
      else dependents.push({ name, edge });
    }
  }
  return index;
}

/** The names of those who depend on a service. */
export const dependentsOf = (model: Model, service: ServiceName): ServiceName[] =>
  dependentEdges(model, service).map(({ name }) => name);

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

/** All that a service cannot run without, however far away. Itself is not among it unless it depends on itself. */
export function requiredBy(model: Model, service: ServiceName): readonly ServiceName[] {
  const found = new Set<ServiceName>();
  const visit = (name: ServiceName): void => {
    for (const [target, { required }] of dependenciesOf(model, name)) {
      if (!required || found.has(target)) continue;
      found.add(target);
      visit(target);
    }
  };
  visit(service);
  return [...found];
}

/** A service that others wait to complete: a job, green when it ended with 0. */
export const isJob = (model: Model, service: ServiceName): boolean =>
  dependentEdges(model, service).some(({ edge }) => edge.condition === 'service_completed_successfully');
