import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../../contract/problem.ts';
import type { Answer, Report } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import { deadlines } from './deadlines.ts';
import { type Fault, faultOf } from './fault.ts';
import { jsonLines } from './json-lines.ts';
import { problemOf } from './problems.ts';
import { afterLine, type PullJson, type PullState, printPull } from './pull-progress.ts';
import { mayGoWell, pauseMs, pullAttempts } from './pull-retry.ts';
import { referenceOf } from './reference.ts';
import { authHeader, type RegistryCredentials } from './registry-credentials.ts';
import type { Reply, Wire } from './wire.ts';

export type Pull = {
  readonly wire: Wire;
  readonly credentials: RegistryCredentials;
  readonly reference: string;
  readonly platform: string | null;
  readonly report: Report;
  readonly signal: AbortSignal;
};

/**
 * POST /images/create, again after a pause where a stream was cut or a registry is overloaded; each further attempt is reported
 * with its reason. Problems: image-unavailable with the last reason and the number of attempts, engine-*.
 */
export async function pullImage(pull: Pull): Answer<void> {
  const { reference, signal, report } = pull;
  for (let attempt = 1; ; attempt += 1) {
    const failed = await pullOnce(pull);
    if (failed === null) return ok(undefined);
    if (attempt === pullAttempts || signal.aborted || !mayGoWell(failed))
      return fail(
        typeof failed === 'string'
          ? unavailable(reference, failed, attempt)
          : pullProblem(failed, pull, attempt),
      );
    const waitMs = pauseMs(attempt);
    report(
      `${wordsOf(failed)}; attempt ${attempt + 1} of ${pullAttempts} in ${(waitMs / 1000).toFixed(1)} s`,
      null,
    );
    // A pause that is cancelled ends early; the next attempt then says so.
    await pause(waitMs, undefined, { signal }).catch(() => {});
  }
}

/** null when it went well, the registry's words as the engine passes them on, or what kept the request from its end. */
async function pullOnce(pull: Pull): Promise<string | Fault | null> {
  const { name, version, registry } = referenceOf(pull.reference);
  const signIn = await pull.credentials(registry);
  const ask = {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: name, tag: version, ...(pull.platform === null ? {} : { platform: pull.platform }) },
    deadlineMs: deadlines.idle,
    ...(signIn === null ? {} : { headers: { 'X-Registry-Auth': authHeader(signIn) } }),
  } as const;
  const reply = await pull.wire.open(ask, pull.signal);
  return reply.ok ? follow(reply.value, pull.report) : reply.error;
}

/** A pull that fails answers 200 and says so in its stream. */
async function follow(reply: Reply, report: Report): Promise<string | Fault | null> {
  let state: PullState = new Map();
  let said = '';
  reply.leash.extend(deadlines.idle);
  try {
    for await (const line of jsonLines<PullJson>(reply.body)) {
      reply.leash.extend(deadlines.idle);
      if (line.error !== undefined) return line.errorDetail?.message ?? line.error;
      state = afterLine(state, line);
      const { text, fraction } = printPull(state);
      if (text !== said) report(text, fraction);
      said = text;
    }
    return null;
  } catch (error) {
    return faultOf(error, reply.leash);
  } finally {
    reply.close();
  }
}

const wordsOf = (failed: string | Fault): string =>
  typeof failed === 'string' ? failed : 'message' in failed ? failed.message : failed.kind;

/** The engine answers 404 for a repository or tag that is not there, 500 for what the registry or the network said. */
function pullProblem(fault: Fault, { wire, reference }: Pull, attempts: number): Problem {
  if (fault.kind === 'answer') return unavailable(reference, fault.message, attempts);
  return problemOf(fault, { endpoint: wire.endpoint, call: `pull ${reference}` });
}

const unavailable = (image: string, words: string, attempts: number): Problem => ({
  kind: 'image-unavailable',
  image,
  detail: attempts === 1 ? words : `${words} (${attempts} attempts)`,
});
