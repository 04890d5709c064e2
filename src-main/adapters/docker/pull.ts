import type { Problem } from '../../contract/problem.ts';
import type { Answer, Report } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import { deadlines } from './deadlines.ts';
import { type Fault, faultOf } from './fault.ts';
import { jsonLines } from './json-lines.ts';
import { problemOf } from './problems.ts';
import { afterLine, type PullJson, type PullState, printPull } from './pull-progress.ts';
import { referenceOf } from './reference.ts';
import type { RegistryCredentials } from './registry-credentials.ts';
import type { Reply, Wire } from './wire.ts';

export type Pull = {
  readonly wire: Wire;
  readonly credentials: RegistryCredentials;
  readonly reference: string;
  readonly platform: string | null;
  readonly report: Report;
  readonly signal: AbortSignal;
};

/** POST /images/create. A pull that fails answers 200 and says so in its stream. Problems: image-unavailable, engine-*. */
export async function pullImage(pull: Pull): Answer<void> {
  const { wire, reference, platform, signal } = pull;
  const { name, version, registry } = referenceOf(reference);
  const header = await pull.credentials(registry);
  const query = { fromImage: name, tag: version, ...(platform === null ? {} : { platform }) };
  const headers = header === null ? {} : { headers: { 'X-Registry-Auth': header } };
  const ask = {
    method: 'POST',
    path: '/images/create',
    query,
    deadlineMs: deadlines.idle,
    ...headers,
  } as const;
  const reply = await wire.open(ask, signal);
  if (!reply.ok) return fail(pullProblem(reply.error, pull));
  const failed = await follow(reply.value, pull.report);
  if (failed === null) return ok(undefined);
  return fail(typeof failed === 'string' ? unavailable(reference, failed) : pullProblem(failed, pull));
}

/** null when it went well, the stream's own error text, or what cut the stream. */
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

/** The engine answers 404 for a repository or tag that is not there, 500 for what the registry or the network said. */
function pullProblem(fault: Fault, { wire, reference }: Pull): Problem {
  if (fault.kind === 'answer') return unavailable(reference, fault.message);
  return problemOf(fault, { endpoint: wire.endpoint, call: `pull ${reference}` });
}

const unavailable = (image: string, detail: string): Problem => ({
  kind: 'image-unavailable',
  image,
  detail,
});
