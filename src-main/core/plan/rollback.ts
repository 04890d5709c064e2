import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { noScraps, type Scraps } from '../database/scraps.ts';
import { converge } from './converge.ts';
import { noProgress } from './converge-wish.ts';
import { containersOf } from './decide.ts';
import { closure } from './dependencies.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from './draft.ts';
import type { Generation } from './generations.ts';
import type { ObservedContainer } from './observed.ts';
import type { Plan } from './plan.ts';
import { mayBeStopping, settleStops } from './settle-stops.ts';
import { asTheFileSays, type UpFlags } from './up-flags.ts';
import { addOwnPassword } from './switch-steps.ts';
import { currentPhysical, physicalVolumes, type UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

export type RollbackInput = UpInput & {
  /** Names of containers that the failed run made for itself. */
  readonly oneOffs: readonly string[];
  /** Services that ran before the failed run. */
  readonly ran: ReadonlySet<ServiceName>;
  /** The database service: where it did not run before, its new container (not on the live data) is removed. null: no run of it failed. */
  readonly database: ServiceName | null;
  /** True: its process died, so the engine may still be doing what it asked for last. Absent: false. */
  readonly cutOff?: boolean;
  /** Of Berth's own, and worth nothing. Absent: nothing. */
  readonly scraps?: Scraps;
  /** The generation that a switch which was cut off is to be finished on. Absent: the live one it is. */
  readonly forward?: Generation | null;
  /** True: what lies there came from another machine, with the password of that one. Absent: false. */
  readonly imported?: boolean;
};

const because = 'the run did not come to its end';

// What differs from the file, or a newer image, is no reason not to start what ran: only what is missing is pulled.
const asItIs: UpFlags = {
  ...asTheFileSays,
  pull: 'missing',
  build: 'never',
  changedNetworks: 'keep',
  changedVolumes: 'keep',
};

/**
 * Puts a reset or undo that ended before its pointer moved back to how it was: the services that ran, on the live generation.
 * With `forward` it is finished instead, and the pointer moves when the database is well there.
 */
export function planRollback(given: RollbackInput): Result<Plan, readonly Problem[]> {
  const { forward = null, imported = false, generations } = given;
  const input = { ...withDatabase(given), flags: { ...asItIs, recreate: recreateRule(given) } };
  const draft = emptyDraft();
  removeOwn(draft, input);
  const services = servicesToMend(input);
  const now =
    generations === null || forward === null ? generations : { ...generations, current: forward.number };
  const physical = physicalVolumes(now);
  const progress = noProgress();
  const { database, ran } = input;
  const floor =
    input.cutOff === true && database !== null ? settleStops({ draft, progress, input, database, ran }) : [];
  const problems = converge({ draft, progress, input, physical, services, named: new Set(), floor });
  addFinalWaits({ draft, progress, input }, services);
  if (problems.length > 0) return fail(problems);
  if (generations === null || forward === null) return ok(finishDraft(draft, 'up', false));
  const well = [
    ...draft.steps.filter(({ service }) => service === input.database).map(({ id }) => id),
    // Nobody knows whether the run had come to it; once more does no harm.
    ...(imported && database !== null ? addOwnPassword({ draft, progress, input }, database) : []),
  ];
  addStep(draft, {
    service: input.database,
    because,
    after: well,
    action: {
      do: 'move pointer',
      volume: generations.volume,
      from: generations.current,
      to: forward.number,
      physical: forward.physical,
    },
  });
  return ok(finishDraft(draft, 'up', true));
}

/**
 * What is made anew is made as the file says by now, which may be another place for the data: a database that the run never moved
 * is only started.
 */
function recreateRule({
  observed,
  generations,
  forward = null,
  database,
}: RollbackInput): UpFlags['recreate'] {
  const live = generations === null ? null : (forward?.physical ?? currentPhysical(generations));
  const isMoved = observed.containers.some(
    ({ service, oneOff, mounts }) =>
      service === database && !oneOff && !mounts.some(({ source }) => source === live),
  );
  return isMoved ? 'diverged' : 'never';
}

/** Data of another machine is opened here once more to set the password, as the run would have left it: running. */
const withDatabase = (input: RollbackInput): RollbackInput =>
  input.imported === true && input.database !== null
    ? { ...input, ran: new Set([...input.ran, input.database]) }
    : input;

/** The database, and what ran and no longer does; whatever else differs from the file is not for a rollback to change. */
function servicesToMend(input: RollbackInput): readonly ServiceName[] {
  const { model, observed, ran, database, cutOff = false } = input;
  const settled = cutOff && database !== null ? mayBeStopping({ input, database, ran }) : [];
  const running = new Set(
    observed.containers
      .filter(({ state, oneOff }) => state === 'running' && !oneOff)
      .map(({ service }) => service),
  );
  const doubtful = new Set([...settled, database]);
  const mended = new Set([...ran].filter((name) => doubtful.has(name) || !running.has(name)));
  return closure(model, mended).filter((name) => mended.has(name));
}

/** One that was there before the run, whether or not it ran. */
function isOnLiveData({ generations }: RollbackInput, { mounts }: ObservedContainer): boolean {
  const physical = generations === null ? null : currentPhysical(generations);
  return mounts.some(({ source }) => source === physical);
}

/** Containers that the run made for itself, then volumes and networks that nobody will use. */
function removeOwn(draft: Draft, input: RollbackInput): void {
  const { scraps = noScraps, observed } = input;
  const present = new Set(observed.containers.map((container) => container.name));
  const oneOffs = input.oneOffs.filter((name) => present.has(name));
  const unwanted =
    input.database === null || input.ran.has(input.database)
      ? []
      : containersOf(input, input.database).filter((container) => !isOnLiveData(input, container));
  const own = [...oneOffs, ...scraps.copiers].map((container) => ({
    container,
    volumes: 'removed' as const,
  }));
  const removed = [...own, ...unwanted.map(({ name }) => ({ container: name }))].map((removal) => {
    const service = observed.containers.find(({ name }) => name === removal.container)?.service ?? null;
    return addStep(draft, { service, because, after: [], action: { do: 'remove container', ...removal } });
  });
  for (const scrap of scraps.volumes)
    addStep(draft, {
      service: null,
      because: 'it was never finished',
      after: removed,
      action: { do: 'delete volume', ...scrap },
      // Whatever holds it, nothing waits for it; the next start tries again.
      optional: true,
    });
  for (const network of scraps.networks)
    addStep(draft, { service: null, because, after: removed, action: { do: 'remove network', network } });
}
