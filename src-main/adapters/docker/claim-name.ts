import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { temporary } from '../../core/plan/names.ts';
import type { ContainerJson } from './container-facts.ts';
import type { Fault } from './fault.ts';
import { inspectJson } from './observe.ts';
import { answered } from './problems.ts';
import { nameHolder } from './refusals.ts';
import type { Wire } from './wire.ts';

export type NameClaim = {
  readonly name: string;
  /** Labels of the container that is to have it; asked for only where something else has. */
  readonly labels: () => Promise<Labels>;
};

type Labels = Readonly<Record<string, string>>;

// The engine holds a name some milliseconds before its container can be seen, and after it is gone.
const attempts = 5;
const pauseMs = 100;

/**
 * Makes a call that gives a name to a container. Where something has it that cannot be seen, or not any more, the call is made
 * again. Problems: made-meanwhile, name-taken; any other fault is the caller's to tell.
 */
export async function claimName<T>(
  wire: Wire,
  claim: NameClaim,
  signal: AbortSignal,
  call: () => Promise<Result<T, Fault>>,
): Promise<Result<Result<T, Fault>, Problem>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call();
    if (answer.ok || !answered(answer.error, 409)) return ok(answer);
    const found = await inspectJson(wire, claim.name, signal);
    if (found.ok && found.value !== null) return fail(takenBy(claim.name, await claim.labels(), found.value));
    const holder = answer.error.kind === 'answer' ? nameHolder(answer.error.message) : null;
    if (holder === null) return ok(answer);
    if (attempt === attempts) return fail(unseen(claim.name, await claim.labels(), holder));
    await pause(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/**
 * Only who replaces the same container gives a temporary name. The engine keeps one for good where a container was removed while
 * it was being renamed (28.5), and the next up needs another.
 */
function unseen(name: string, own: Labels, owner: string): Problem {
  const service = own[serviceLabel];
  return service !== undefined && temporary.test(name)
    ? { kind: 'made-meanwhile', service, container: name }
    : { kind: 'name-taken', name, owner };
}

/** Whose the name is: the same service's of the same project, whoever made it; another one's; or just a container's. */
function takenBy(name: string, own: Labels, { Id, Config }: ContainerJson): Problem {
  const labels = Config?.Labels ?? {};
  const [project, service] = [labels[projectLabel], labels[serviceLabel]];
  if (project === undefined)
    return { kind: 'name-taken', name, owner: `Container ${Id?.slice(0, 12) ?? name}` };
  if (service !== undefined && project === own[projectLabel] && service === own[serviceLabel])
    return { kind: 'made-meanwhile', service, container: name };
  return { kind: 'name-taken', name, owner: `Service ${service ?? '?'} of project ${project}` };
}

const projectLabel = 'com.docker.compose.project';
const serviceLabel = 'com.docker.compose.service';
