import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { ObservedNetwork } from '../../core/plan/observed.ts';
import type { NetworkRequest } from '../../core/plan/requests.ts';
import type { Fault } from './fault.ts';
import { inspectNetwork } from './objects.ts';
import { answered } from './problems.ts';
import type { Wire } from './wire.ts';

// Whoever makes it may still be at it, or remove it again.
const attempts = 5;
const pauseMs = 100;

/**
 * Makes the call that makes a network of a Compose project. 409: something else made one of that name meanwhile. It is taken where
 * it is what was asked for, and the call is made again where it cannot be seen. Problems: network-changed, network-foreign; any
 * other fault is the caller's to tell.
 */
export async function makeOrFind(
  wire: Wire,
  request: NetworkRequest,
  signal: AbortSignal,
  call: () => Promise<Result<unknown, Fault>>,
): Promise<Result<Result<unknown, Fault>, Problem>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call();
    // What is Berth's own has a name that nothing else gives.
    const isShared = request.Labels[networkLabel] !== undefined;
    if (answer.ok || !isShared || !answered(answer.error, 409)) return ok(answer);
    const found = await inspectNetwork(wire, request.Name, signal);
    if (!found.ok) return found;
    const problem = found.value === null ? null : otherThan(request, found.value);
    if (problem !== null) return fail(problem);
    if (found.value !== null) return ok(ok(undefined));
    if (attempt === attempts) return ok(answer);
    await pause(pauseMs, undefined, { signal }).catch(() => {});
  }
}

const networkLabel = 'com.docker.compose.network';
const projectLabel = 'com.docker.compose.project';
const hashLabel = 'com.docker.compose.config-hash';

/** Why it is not the network that was asked for; null where it is. One without a hash is taken as it is, as compose does. */
function otherThan(
  { Name: network, Labels: own }: NetworkRequest,
  { labels }: ObservedNetwork,
): Problem | null {
  if (labels[networkLabel] !== own[networkLabel] || labels[projectLabel] !== own[projectLabel]) {
    const why = `It was made meanwhile, as network ${labels[networkLabel] ?? '?'} of project ${labels[projectLabel] ?? '?'}.`;
    return { kind: 'network-foreign', network, why };
  }
  const isSame = labels[hashLabel] === undefined || labels[hashLabel] === own[hashLabel];
  return isSame ? null : { kind: 'network-changed', network, containers: [] };
}
