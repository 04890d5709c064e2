import type { Problem } from '../contract/problem.ts';
import { assertNever, fail, ok, type Result } from '../contract/result.ts';
import { withLenderIds } from '../core/plan/lend.ts';
import { hashLabel, imageLabel } from '../core/plan/labels.ts';
import type { Action, OneOff, Step } from '../core/plan/plan.ts';
import type { ObservedImage } from '../core/plan/observed.ts';
import type { LedgerRecord } from '../core/plan/ledger.ts';
import type { ContainerRequest, VolumeRequest } from '../core/plan/requests.ts';
import type { Report } from '../ports/docker.ts';
import { awaitCondition, type WaitWorld } from './await-condition.ts';
import { awaitReconnect } from './database/await-reconnect.ts';
import { performDatabase } from './database/perform-database.ts';
import type { BundleWorld } from './database/write-bundle.ts';
import type { Perform } from './execute.ts';
import type { HashWith } from './hashes.ts';
import type { Journal } from './journal.ts';
import { runHook } from './run-hook.ts';

export type PerformWorld = WaitWorld &
  Pick<BundleWorld, 'signing' | 'random'> & {
    readonly journal: Journal;
    readonly oneOffs: readonly OneOff[];
    /** Called with the name of each container this run made. */
    readonly made: (container: string) => void;
    readonly hashWith: HashWith;
    /** Whether a container may be made of an image that came during the run. */
    readonly judge: (service: string, image: ObservedImage) => Promise<Result<void, Problem>>;
    /** The Compose project's name. */
    readonly project: string;
    /** Key of what a golden would be made of by now; null: it cannot be told. */
    readonly goldenKey: () => Promise<string | null>;
  };

// What was begun at the engine goes on there when the caller leaves; so these calls are let come to their end.
const never = new AbortController().signal;

/** One step → one call of a port. */
export const performer =
  (world: PerformWorld): Perform =>
  async (step, report, signal, ended) =>
    withService(step, await perform(world, step, report, signal, ended));

/** A container that is gone cannot be asked any more whose it was. */
function withService({ service, action }: Step, result: Result<void, Problem>): Result<void, Problem> {
  if (result.ok || result.error.kind !== 'container-missing' || service === null) return result;
  const isOwn = 'container' in action && action.container === result.error.container;
  return isOwn ? fail({ ...result.error, service }) : result;
}

async function perform(
  world: PerformWorld,
  step: Step,
  report: Report,
  signal: AbortSignal,
  ended?: () => void,
): Promise<Result<void, Problem>> {
  const { docker } = world;
  const { action } = step;
  switch (action.do) {
    case 'pull image':
      return cancellable(await docker.pullImage(action.image, action.platform, report, signal), signal);
    case 'build image': {
      const { image, build, labels, secrets = [] } = action;
      return cancellable(
        await docker.buildImage(
          { service: step.service ?? '', image, build, labels, secrets },
          report,
          signal,
        ),
        signal,
      );
    }
    case 'create network':
      return docker.createNetwork(action.request, never);
    case 'create volume':
      return createVolume(world, action);
    case 'create container':
      return createContainer(world, action.request);
    case 'start container':
      return docker.startContainer(action.container, never);
    case 'pause container':
      return docker.pauseContainer(action.container, never);
    case 'unpause container':
      return docker.unpauseContainer(action.container, never);
    case 'signal container':
      return docker.killContainer(action.container, action.signal, never);
    case 'stop container':
      return docker.stopContainer(action.container, action.graceSeconds, never, ended);
    case 'remove container':
      return docker.removeContainer(action.container, never, action.volumes);
    case 'run hook':
      return cancellable(await runHook(docker, step.service ?? '', action, report, signal), signal);
    case 'rename container':
      return docker.renameContainer(action.container, action.to, never);
    case 'remove network':
      return orStays(action, await docker.removeNetwork(action.network, never), report);
    case 'remove volume':
      return orStays(action, await docker.removeVolume(action.volume, never), report);
    case 'remove image':
      return docker.removeImage(action.image, never);
    case 'wait for':
      return ownWords(world, action, await awaitCondition(action, world, signal));
    case 'copy data':
    case 'take generation':
    case 'check heads':
    case 'freeze golden':
    case 'keep generation':
    case 'delete volume':
    case 'write bundle':
    case 'read bundle':
    case 'trust key':
    case 'set password':
      return performDatabase(world, action, report, signal);
    case 'await reconnect':
      return awaitReconnect(action, world, signal);
    case 'move pointer': {
      const { do: _, ...move } = action;
      return world.journal.append({ kind: 'pointer moved', ...move });
    }
    default:
      return assertNever(action);
  }
}

/** What another project or a container of nobody's uses is left to it, as docker compose does, and said. */
function orStays(
  { inUse }: { readonly inUse?: 'stays' },
  result: Result<void, Problem>,
  report: Report,
): Result<void, Problem> {
  if (result.ok || inUse === undefined || result.error.kind !== 'in-use') return result;
  report(`it stays: ${result.error.detail}`, null);
  return ok(undefined);
}

const cancellable = (result: Result<void, Problem>, signal: AbortSignal): Result<void, Problem> =>
  !result.ok && signal.aborted ? fail({ kind: 'cancelled', goal: 'the step' }) : result;

/**
 * What is Berth's own is in the ledger before it is on the engine: a number that may exist is never given again. It begins on a
 * new volume: the engine would take one of that name that is there, whoever made it. Problem: volume-foreign.
 */
async function createVolume(
  world: PerformWorld,
  { request }: Extract<Action, { do: 'create volume' }>,
): Promise<Result<void, Problem>> {
  const own = beginningOf(request);
  if (own !== null) {
    const noted = await world.journal.append(own.record);
    if (!noted.ok) return noted;
    const free = await mustBeNew(world, own.record.volume, request.Name, own.before);
    if (!free.ok) return free;
  }
  return world.docker.createVolume(request, never);
}

type Beginning = Extract<
  LedgerRecord,
  { kind: 'snapshot begun' | 'golden begun' | 'stage begun' | 'generation created' }
>;

/** What the ledger is told of a volume of Berth's own, and what comes after it is made; null: it is none. */
function beginningOf({
  Name: physical,
  Labels,
}: VolumeRequest): { readonly record: Beginning; readonly before: string } | null {
  const volume = Labels['berth.volume'];
  if (volume === undefined) return null;
  const { 'berth.snapshot': name, 'berth.golden': key, 'berth.stage': stage } = Labels;
  const number = Number(Labels['berth.generation']);
  if (name !== undefined)
    return {
      record: { kind: 'snapshot begun', volume, name, physical },
      before: `the snapshot ${name} was taken`,
    };
  if (key !== undefined)
    return {
      record: { kind: 'golden begun', volume, key, physical },
      before: 'a database was prepared in it',
    };
  if (stage !== undefined)
    return { record: { kind: 'stage begun', volume, physical }, before: 'an upgrade began' };
  if (!Number.isInteger(number)) return null;
  const before = `generation ${number} of the database was made`;
  return { record: { kind: 'generation created', volume, number, physical }, before };
}

async function mustBeNew(
  { docker, journal }: PerformWorld,
  volume: string,
  physical: string,
  before: string,
): Promise<Result<void, Problem>> {
  const there = await docker.inspectVolume(physical, never);
  if (!there.ok) return there;
  if (there.value === null) return ok(undefined);
  const noted = await journal.append({ kind: 'volume abandoned', volume, physical });
  if (!noted.ok) return noted;
  const why = `It was there before ${before}. The next reset takes another number.`;
  return fail({ kind: 'volume-foreign', volume: physical, why });
}

/** The label of the image's id is missing where the image came during this run: it is known only now. */
async function createContainer(
  world: PerformWorld,
  request: ContainerRequest,
): Promise<Result<void, Problem>> {
  const resolved = await withLendersMade(world, request);
  if (!resolved.ok) return resolved;
  const labelled = await withImageLabel(world, resolved.value);
  if (!labelled.ok) return labelled;
  const created = await world.docker.createContainer(labelled.value, never);
  if (!created.ok) return created;
  world.made(request.name);
  return ok(undefined);
}

/** The ids of containers that this run made, and the config hash that is made with them, are known only now. */
async function withLendersMade(
  { docker, hashWith }: PerformWorld,
  request: ContainerRequest,
): Promise<Result<ContainerRequest, Problem>> {
  const { lenders = [] } = request;
  const ids: Record<string, string> = {};
  const ofService: Record<string, string> = {};
  for (const { service, container } of lenders) {
    const found = await docker.inspectContainer(container, never);
    if (!found.ok) return found;
    if (found.value === null) return fail({ kind: 'container-missing', service, container });
    ids[container] = found.value.id;
    ofService[service] = found.value.id;
  }
  if (lenders.length === 0) return ok(request);
  const { body, ...rest } = withLenderIds(request, ids);
  const service = body.Labels['com.docker.compose.service'] ?? '';
  const Labels = { ...body.Labels, [hashLabel]: hashWith(service, ofService) };
  return ok({ ...rest, body: { ...body, Labels } });
}

async function withImageLabel(
  { docker, judge }: PerformWorld,
  request: ContainerRequest,
): Promise<Result<ContainerRequest, Problem>> {
  const { body } = request;
  if (body.Labels[imageLabel] !== undefined) return ok(request);
  const image = await docker.inspectImage(body.Image, never);
  if (!image.ok) return image;
  if (image.value === null) return ok(request);
  const { 'com.docker.compose.service': service, 'com.docker.compose.oneoff': oneOff } = body.Labels;
  const judged = oneOff === 'True' ? ok(undefined) : await judge(service ?? '', image.value);
  if (!judged.ok) return judged;
  return ok({ ...request, body: { ...body, Labels: { ...body.Labels, [imageLabel]: image.value.id } } });
}

/** A migration or seed that ended badly is told as such. */
function ownWords(
  world: PerformWorld,
  wait: Extract<Action, { do: 'wait for' }>,
  result: Result<void, Problem>,
): Result<void, Problem> {
  const oneOff = world.oneOffs.find(({ container }) => container === wait.container);
  const step = oneOff?.step ?? null;
  if (result.ok || step === null || result.error.kind !== 'container-exited') return result;
  const { exitCode, log } = result.error;
  return fail({ kind: 'database-step-failed', step, exitCode, log });
}
