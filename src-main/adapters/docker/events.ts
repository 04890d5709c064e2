import type { Problem } from '../../contract/problem.ts';
import type { EngineEvent } from '../../ports/docker.ts';
import { deadlines } from './deadlines.ts';
import { type EventJson, eventOf, wantedActions } from './event-of.ts';
import { faultOf } from './fault.ts';
import { jsonLines } from './json-lines.ts';
import { inspectNetwork, inspectVolume, listNetworks, listVolumes } from './objects.ts';
import { problemOf } from './problems.ts';
import { type Queue, queueOf } from './queue.ts';
import { filtersOf, type Reply, type Wire } from './wire.ts';

const call = 'follow events';
/** Events that nobody has taken yet; the engine itself drops what is not read in time, so they are read at once. */
const limit = 10_000;

/**
 * One stream for containers, networks and volumes: with a label filter the engine would drop the events of networks and
 * volumes (verified on engine 28.5). Begins with `connected`. A silent stream looks like a dead engine, so a ping goes out
 * every 10 s; without an answer the last item is `lost`. The signal ends it without one.
 */
export async function* followEvents(
  wire: Wire,
  project: string,
  outer: AbortSignal,
): AsyncIterable<EngineEvent> {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  const query = filtersOf({ type: ['container', 'network', 'volume'], event: wantedActions });
  try {
    const reply = await wire.open(
      { method: 'GET', path: '/events', query, deadlineMs: deadlines.quick },
      signal,
    );
    if (outer.aborted) return;
    if (!reply.ok)
      return yield { kind: 'lost', problem: problemOf(reply.error, { endpoint: wire.endpoint, call }) };
    const queue = queueOf<EngineEvent>(limit);
    queue.put({ kind: 'connected' });
    const reading = read({ wire, project, reply: reply.value, queue, signal });
    const watching = watch(wire, queue, signal);
    outer.addEventListener('abort', () => queue.end(), { once: true, signal: controller.signal });
    yield* queue.take();
    controller.abort();
    await Promise.all([reading, watching]);
  } finally {
    controller.abort();
  }
}

type Reading = {
  readonly wire: Wire;
  readonly project: string;
  readonly reply: Reply;
  readonly queue: Queue<EngineEvent>;
  readonly signal: AbortSignal;
};

async function read({ wire, project, reply, queue, signal }: Reading): Promise<void> {
  try {
    const known = await knownNames(wire, project, signal);
    for await (const json of jsonLines<EventJson>(reply.body)) {
      const found = eventOf(json, project, known);
      if (found === null) continue;
      const { event } = found;
      if (!found.sure && !(await belongs(wire, project, event, signal))) continue;
      if (event.kind === 'network' || event.kind === 'volume') known.add(`${event.kind} ${event.name}`);
      if (!queue.put(event)) return queue.end(lost(overflow));
    }
    queue.end(
      lost({ kind: 'engine-absent', endpoint: wire.endpoint, detail: 'the engine closed the connection' }),
    );
  } catch (error) {
    queue.end(lost(problemOf(faultOf(error, reply.leash), { endpoint: wire.endpoint, call })));
  } finally {
    reply.close();
  }
}

const overflow: Problem = {
  kind: 'engine-failed',
  call,
  status: null,
  message: `more than ${limit} events were not taken`,
};

const lost = (problem: Problem): EngineEvent => ({ kind: 'lost', problem });

/** Names that an explicit `name:` keeps from beginning with the project's; needed to know their removal. */
async function knownNames(wire: Wire, project: string, signal: AbortSignal): Promise<Set<string>> {
  const [networks, volumes] = await Promise.all([
    listNetworks(wire, project, signal),
    listVolumes(wire, project, signal),
  ]);
  return new Set([
    ...(networks.ok ? networks.value : []).map(({ name }) => `network ${name}`),
    ...(volumes.ok ? volumes.value : []).map(({ name }) => `volume ${name}`),
  ]);
}

async function belongs(
  wire: Wire,
  project: string,
  event: EngineEvent,
  signal: AbortSignal,
): Promise<boolean> {
  if (event.kind !== 'network' && event.kind !== 'volume') return false;
  const inspect = event.kind === 'network' ? inspectNetwork : inspectVolume;
  const found = await inspect(wire, event.name, signal);
  const labels = (found.ok ? found.value?.labels : undefined) ?? {};
  return labels['com.docker.compose.project'] === project || labels['berth.project'] === project;
}

async function watch(wire: Wire, queue: Queue<EngineEvent>, signal: AbortSignal): Promise<void> {
  const ask = {
    method: 'GET',
    path: '/_ping',
    unversioned: true,
    deadlineMs: deadlines.watchAnswer,
  } as const;
  for (;;) {
    await pause(deadlines.watch, signal);
    if (signal.aborted) return;
    const answer = await wire.open(ask, signal);
    if (answer.ok) answer.value.close();
    else if (!signal.aborted)
      return queue.end(lost(problemOf(answer.error, { endpoint: wire.endpoint, call: 'ping' })));
  }
}

/** Ends early, and keeps no timer, when the signal is aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
