import type { Problem } from '../../contract/problem.ts';
import { fail, type Result } from '../../contract/result.ts';
import type { NetworkRequest, VolumeRequest } from '../../core/plan/requests.ts';
import type { Answer } from '../../ports/docker.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { done } from './call.ts';
import { deadlines } from './deadlines.ts';
import { makeOrFind } from './make-or-find.ts';
import type { Fault } from './fault.ts';
import { hideIn, revealIn } from './reveal.ts';
import { saysOverlap } from './refusals.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * POST /networks/create. Before API v1.44 the engine made a second network of the same name unless asked to look. One that
 * something else made meanwhile will do where it is the same network of the same project. Problems: network-overlap,
 * network-changed, network-foreign.
 */
export async function createNetwork(
  wire: Wire,
  secrets: SecretSource,
  request: NetworkRequest,
  signal: AbortSignal,
): Answer<void> {
  const revealed = await revealIn(request, secrets);
  if (!revealed.ok) return revealed;
  const body = { ...revealed.value.value, CheckDuplicate: true };
  const made = await makeOrFind(wire, request, signal, () =>
    wire.json({ method: 'POST', path: '/networks/create', body, deadlineMs: deadlines.create }, signal),
  );
  if (!made.ok) return made;
  const answer = made.value;
  if (!answer.ok && answer.error.kind === 'answer' && saysOverlap(answer.error.message))
    return fail({ kind: 'network-overlap', network: request.Name });
  return done(hideIn(answer, revealed.value), wire, `create network ${request.Name}`);
}

/** Removing a missing network is no problem. Problem: in-use (403 while something is attached to it). */
export async function removeNetwork(wire: Wire, name: string, signal: AbortSignal): Answer<void> {
  const ask = { method: 'DELETE', path: pathOf('networks', name), deadlineMs: deadlines.remove } as const;
  const answer = await wire.json(ask, signal);
  const busy = inUse(answer, 403, `The network ${name}`);
  return busy === null ? done(answer, wire, `remove network ${name}`, [404]) : fail(busy);
}

/** POST /volumes/create; the engine answers OK for one that is there with the same driver, and changes nothing. */
export async function createVolume(
  wire: Wire,
  secrets: SecretSource,
  request: VolumeRequest,
  signal: AbortSignal,
): Answer<void> {
  const revealed = await revealIn(request, secrets);
  if (!revealed.ok) return revealed;
  const body = revealed.value.value;
  const answer = await wire.json(
    { method: 'POST', path: '/volumes/create', body, deadlineMs: deadlines.create },
    signal,
  );
  return done(hideIn(answer, revealed.value), wire, `create volume ${request.Name}`);
}

/** Removing a missing volume is no problem. Problem: in-use (409 while a container uses it). */
export async function removeVolume(wire: Wire, name: string, signal: AbortSignal): Answer<void> {
  const ask = { method: 'DELETE', path: pathOf('volumes', name), deadlineMs: deadlines.remove } as const;
  const answer = await wire.json(ask, signal);
  const busy = inUse(answer, 409, `The volume ${name}`);
  return busy === null ? done(answer, wire, `remove volume ${name}`, [404]) : fail(busy);
}

function inUse(answer: Result<unknown, Fault>, status: number, thing: string): Problem | null {
  if (answer.ok || answer.error.kind !== 'answer' || answer.error.status !== status) return null;
  return { kind: 'in-use', thing, detail: answer.error.message };
}
