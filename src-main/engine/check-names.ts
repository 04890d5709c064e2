import type { Problem } from '../contract/problem.ts';
import type { Model } from '../core/compose/model.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Docker } from '../ports/docker.ts';

const never = new AbortController().signal;

/**
 * A name-taken problem for each `container_name` of a service that the plan makes a container for and that something outside of
 * the project has. Only names that a file chooses are looked up: nothing else is likely to have one of Compose's own making, and
 * the engine refuses it then. An engine that cannot be asked is told by what comes next.
 */
export async function checkNames(
  docker: Docker,
  plan: Plan,
  model: Model,
  own: readonly ObservedContainer[],
): Promise<readonly Problem[]> {
  const services = new Set(
    plan.steps.flatMap(({ action, service }) => (action.do === 'create container' ? [service ?? ''] : [])),
  );
  const known = new Set(own.map(({ name }) => name));
  const names = [...services].flatMap((service) => model.services[service]?.container_name ?? []);
  const checked = await Promise.all(
    names.filter((name) => !known.has(name)).map((name) => docker.inspectContainer(name, never)),
  );
  // The engine would also take the beginning of an id for a name.
  return checked.flatMap((found) =>
    found.ok && found.value !== null && names.includes(found.value.name)
      ? [{ kind: 'name-taken' as const, name: found.value.name, owner: ownerOf(found.value) }]
      : [],
  );
}

function ownerOf({ id, labels }: ObservedContainer): string {
  const project = labels['com.docker.compose.project'];
  if (project === undefined) return `Container ${id.slice(0, 12)}`;
  return `Service ${labels['com.docker.compose.service'] ?? '?'} of project ${project}`;
}
