import type { NetworkRequest, VolumeRequest } from '../../core/plan/requests.ts';
import type { Answer } from '../../ports/docker.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { done } from './call.ts';
import { deadlines } from './deadlines.ts';
import { hideIn, revealIn } from './reveal.ts';
import { pathOf, type Wire } from './wire.ts';

/** POST /networks/create. Before API v1.44 the engine made a second network of the same name unless asked to look. */
export async function createNetwork(
  wire: Wire,
  secrets: SecretSource,
  request: NetworkRequest,
  signal: AbortSignal,
): Answer<void> {
  const revealed = await revealIn(request, secrets);
  if (!revealed.ok) return revealed;
  const body = { ...revealed.value.value, CheckDuplicate: true };
  const answer = await wire.json(
    { method: 'POST', path: '/networks/create', body, deadlineMs: deadlines.create },
    signal,
  );
  return done(hideIn(answer, revealed.value), wire, `create network ${request.Name}`);
}

/** Removing a missing network is no problem. Problem: engine-failed 403 while something is attached to it. */
export async function removeNetwork(wire: Wire, name: string, signal: AbortSignal): Answer<void> {
  const ask = { method: 'DELETE', path: pathOf('networks', name), deadlineMs: deadlines.remove } as const;
  return done(await wire.json(ask, signal), wire, `remove network ${name}`, [404]);
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

/** Removing a missing volume is no problem. Problem: engine-failed 409 while a container uses it. */
export async function removeVolume(wire: Wire, name: string, signal: AbortSignal): Answer<void> {
  const ask = { method: 'DELETE', path: pathOf('volumes', name), deadlineMs: deadlines.remove } as const;
  return done(await wire.json(ask, signal), wire, `remove volume ${name}`, [404]);
}
