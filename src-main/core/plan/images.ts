import type { GoalFlags } from '../../contract/goal-flags.ts';
import type { ServiceName } from '../../contract/names.ts';
import type { Model, ServiceModel } from '../compose/model.ts';
import { closure } from './dependencies.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import type { Plan } from './plan.ts';
import { type Prepared, prepareImage } from './prepare.ts';
import { asTheFileSays } from './up-flags.ts';
import type { UpInput } from './up-input.ts';

export type ImagesInput = UpInput & {
  readonly goal: 'pull' | 'build';
  /** null: all. */
  readonly services: ReadonlySet<ServiceName> | null;
  readonly given: GoalFlags;
};

/**
 * Pulls or builds the images of services and touches no container. `pull` leaves out what is built, and what its
 * `pull_policy` or the flag says is not to be pulled; `build` leaves out what has no build section.
 */
export function planImages(input: ImagesInput): Plan {
  const { goal, given } = input;
  const model = buildsWith(input.model, given);
  const draft = emptyDraft();
  const prepared: Prepared = new Map();
  for (const name of chosen(input).filter((service) => concerns(goal, model.services[service], given))) {
    const flags = {
      ...asTheFileSays,
      build: 'always',
      pull: pullPolicy(given, model.services[name]),
    } as const;
    prepareImage(draft, prepared, { ...input, model, flags }, name, true);
  }
  return finishDraft(draft, goal, false);
}

/** Without a flag everything is pulled but what the file wants only where it is missing. */
const pullPolicy = ({ pull }: GoalFlags, service: ServiceModel | undefined): 'always' | 'missing' | 'never' =>
  pull ?? (/^(?:missing|if_not_present)$/.test(service?.pull_policy ?? '') ? 'missing' : 'always');

function chosen({ model, services, given }: ImagesInput): readonly ServiceName[] {
  const all = closure(model, services ?? Object.keys(model.services));
  return services === null || given.withDependencies === true
    ? all
    : all.filter((name) => services.has(name));
}

function concerns(goal: ImagesInput['goal'], service: ServiceModel | undefined, given: GoalFlags): boolean {
  if (service === undefined) return false;
  if (goal === 'build') return service.build !== undefined;
  const kept = service.pull_policy === 'never' || service.pull_policy === 'build';
  return service.build === undefined && service.image !== undefined && (given.pull !== undefined || !kept);
}

/** The model with the flags of `docker compose build` in its build sections. */
function buildsWith(model: Model, { noCache, pullBase }: GoalFlags): Model {
  if (noCache !== true && pullBase !== true) return model;
  const own = {
    ...(noCache === true ? { no_cache: true } : {}),
    ...(pullBase === true ? { pull: true } : {}),
  };
  const services = Object.entries(model.services).map(([name, service]) => [
    name,
    service.build === undefined ? service : { ...service, build: { ...service.build, ...own } },
  ]);
  return { ...model, services: Object.fromEntries(services) };
}
