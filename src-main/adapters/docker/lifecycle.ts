import type { Problem } from '../../contract/problem.ts';
import type { Answer } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import { done } from './call.ts';
import { claimName } from './claim-name.ts';
import { deadlines } from './deadlines.ts';
import type { Fault } from './fault.ts';
import { hearEnd } from './hear-end.ts';
import { inspectJson } from './observe.ts';
import { answered, takenPort } from './problems.ts';
import { missingNetwork, refusalOf, saysContainerGone, saysStuck } from './refusals.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * POST /containers/{name}/start; 304 (it runs already) is as good. Problems: container-missing, network-gone, port-taken,
 * container-stuck, container-refused, engine-*.
 */
export async function startContainer(wire: Wire, name: string, signal: AbortSignal): Answer<void> {
  const call = `start container ${name}`;
  const path = pathOf('containers', name, 'start');
  const answer = await wire.json({ method: 'POST', path, deadlineMs: deadlines.start }, signal);
  const problem = answer.ok ? null : await whyNotStarted(wire, name, answer.error, signal);
  return problem === null ? done(answer, wire, call) : fail(problem);
}

/** null where nothing more is known of it than that it failed. */
async function whyNotStarted(
  wire: Wire,
  name: string,
  fault: Fault,
  signal: AbortSignal,
): Promise<Problem | null> {
  if (fault.kind !== 'answer') return null;
  if (await isGone(wire, name, fault, signal)) return gone(name);
  const network = missingNetwork(fault.message);
  if (network !== null) return { kind: 'network-gone', network };
  const port = takenPort(fault.message);
  if (port !== null) return portTaken(wire, name, port, signal);
  const service = await serviceOf(wire, name, signal);
  if (saysStuck(fault.message)) return { kind: 'container-stuck', service, container: name };
  const refusal = refusalOf(fault.message);
  return refusal === null ? null : { kind: 'container-refused', service, ...refusal };
}

/** Which service it was of cannot be asked any more: who asked for it knows. */
const gone = (name: string): Problem => ({ kind: 'container-missing', service: name, container: name });

/**
 * Whether a call failed because something else has removed the container, or is at it: half removed, the engine answers 500 to what
 * it would say 404 to a moment later (28.5: a rename finds no folder of it).
 */
async function isGone(wire: Wire, name: string, fault: Fault, signal: AbortSignal): Promise<boolean> {
  if (fault.kind !== 'answer') return false;
  if (saysContainerGone(fault.message)) return true;
  const found = await inspectJson(wire, name, signal);
  const state = found.ok ? found.value?.State?.Status : '';
  return state === undefined || state === 'removing' || state === 'dead';
}

/** Who has the port and which key moves it is found out above: this adapter knows the engine alone. */
async function portTaken(wire: Wire, name: string, port: number, signal: AbortSignal): Promise<Problem> {
  const service = await serviceOf(wire, name, signal);
  return { kind: 'port-taken', service, port, owner: null, free: null, key: null };
}

/** The service a container was made for; its own name where it was made for none. */
async function serviceOf(wire: Wire, name: string, signal: AbortSignal): Promise<string> {
  const labels = await labelsOf(wire, name, signal);
  return labels['com.docker.compose.service'] ?? name;
}

/** The engine's own grace period where a container has none of its own, in seconds. */
const usualGraceSeconds = 10;

/**
 * POST /containers/{name}/stop; waits until it has stopped. A grace period below 0 is without end: then an hour. `ended` is
 * called before, where its processes are heard to have ended; output that ends before the stop is asked for says nothing.
 */
export async function stopContainer(
  wire: Wire,
  name: string,
  graceSeconds: number | null,
  signal: AbortSignal,
  ended?: () => void,
): Answer<void> {
  const listening = new AbortController();
  let asked = false;
  if (ended !== undefined)
    void hearEnd(wire, name, AbortSignal.any([signal, listening.signal])).then(
      (heard) => heard && asked && ended(),
    );
  try {
    return await stop(wire, name, graceSeconds, signal, () => (asked = true));
  } finally {
    listening.abort();
  }
}

async function stop(
  wire: Wire,
  name: string,
  graceSeconds: number | null,
  signal: AbortSignal,
  asking: () => void,
): Answer<void> {
  const call = `stop container ${name}`;
  const grace = graceSeconds === null ? await ownGrace(wire, name, signal) : ok(graceSeconds);
  if (!grace.ok) return grace;
  const deadlineMs = (grace.value < 0 ? 3600 : grace.value) * 1000 + deadlines.stopExtra;
  const query = graceSeconds === null ? {} : { t: String(graceSeconds) };
  const path = pathOf('containers', name, 'stop');
  asking();
  return done(await wire.json({ method: 'POST', path, query, deadlineMs }, signal), wire, call, [404]);
}

/** POST /containers/{name}/pause or unpause; 409 is one that is so already, or does not run. */
export async function pauseContainer(
  wire: Wire,
  name: string,
  to: 'pause' | 'unpause',
  signal: AbortSignal,
): Answer<void> {
  const ask = { method: 'POST', path: pathOf('containers', name, to), deadlineMs: deadlines.quick } as const;
  const answer = await wire.json(ask, signal);
  if (!answer.ok && alreadySo(answer.error)) return ok(undefined);
  return done(answer, wire, `${to} container ${name}`);
}

// Texts of engine 20.10 to 28.5; 409 alone also says that a container is restarting. Older ones answer 500.
const alreadySo = (fault: Fault): boolean =>
  fault.kind === 'answer' && /is (?:already|not) paused/i.test(fault.message);

/** POST /containers/{name}/kill; 409 is one that does not run. */
export async function killContainer(
  wire: Wire,
  name: string,
  killSignal: string,
  signal: AbortSignal,
): Answer<void> {
  const query = { signal: killSignal };
  const path = pathOf('containers', name, 'kill');
  const answer = await wire.json({ method: 'POST', path, query, deadlineMs: deadlines.quick }, signal);
  return done(answer, wire, `kill container ${name}`, [404, 409]);
}

async function ownGrace(wire: Wire, name: string, signal: AbortSignal): Answer<number> {
  const found = await inspectJson(wire, name, signal);
  return found.ok ? ok(found.value?.Config?.StopTimeout ?? usualGraceSeconds) : found;
}

/**
 * DELETE /containers/{name} with force; anonymous volumes stay unless `volumes` says so. 409 means that a removal is under way already: it is waited
 * for, so that the name is free when this is done.
 */
export async function removeContainer(
  wire: Wire,
  name: string,
  signal: AbortSignal,
  volumes: 'kept' | 'removed' = 'kept',
): Answer<void> {
  const call = `remove container ${name}`;
  const query = { force: '1', v: volumes === 'removed' ? '1' : '0' };
  const ask = {
    method: 'DELETE',
    path: pathOf('containers', name),
    query,
    deadlineMs: deadlines.remove,
  } as const;
  const answer = await wire.json(ask, signal);
  if (answer.ok || !answered(answer.error, 409)) return done(answer, wire, call, [404]);
  const wait = {
    method: 'POST',
    path: pathOf('containers', name, 'wait'),
    query: { condition: 'removed' },
  } as const;
  return done(await wire.json({ ...wait, deadlineMs: deadlines.remove }, signal), wire, call, [404]);
}

/** POST /containers/{name}/rename. Problems: name-taken, made-meanwhile, container-missing. */
export async function renameContainer(
  wire: Wire,
  name: string,
  to: string,
  signal: AbortSignal,
): Answer<void> {
  const ask = { method: 'POST', path: pathOf('containers', name, 'rename'), query: { name: to } } as const;
  const claim = { name: to, labels: () => labelsOf(wire, name, signal) };
  const claimed = await claimName(wire, claim, signal, () =>
    wire.json({ ...ask, deadlineMs: deadlines.quick }, signal),
  );
  if (!claimed.ok) return claimed;
  const answer = claimed.value;
  if (!answer.ok && (await isGone(wire, name, answer.error, signal))) return fail(gone(name));
  return done(answer, wire, `rename container ${name}`);
}

async function labelsOf(
  wire: Wire,
  name: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const found = await inspectJson(wire, name, signal);
  return (found.ok ? found.value?.Config?.Labels : null) ?? {};
}
