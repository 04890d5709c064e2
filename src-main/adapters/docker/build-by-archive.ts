import { isAbsolute, relative, sep } from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok } from '../../contract/result.ts';
import type { Answer, BuildRequest } from '../../ports/docker.ts';
import { type BuildWorld, dockerfileOf } from './build.ts';
import { type Context, packContext } from './build-context.ts';
import { buildSteps } from './build-steps.ts';
import { isGiven, textsOf } from './build-values.ts';
import { deadlines } from './deadlines.ts';
import { faultOf } from './fault.ts';
import { jsonLines } from './json-lines.ts';
import { problemOf } from './problems.ts';
import { readRegularFile } from './regular-file.ts';
import type { Reply } from './wire.ts';

/**
 * POST /build, for an engine that offers no session: the context goes as a plain tar in the body, or the engine fetches it
 * (`context: https://…`). Base images come without credentials. Problems: build-failed with the last 20 lines of output,
 * engine-*.
 */
export async function buildByArchive(world: BuildWorld, signal: AbortSignal): Answer<void> {
  const { wire, request, remote } = world;
  const { service } = request;
  const context = remote === null ? await contextOf(request) : ok(null);
  if (!context.ok) return context;
  const dockerfile = context.value?.dockerfile ?? request.build.dockerfile ?? 'Dockerfile';
  const ask = {
    method: 'POST',
    path: '/build',
    query: queryOf(request, dockerfile, remote),
    headers: { 'Content-Type': 'application/x-tar' },
    deadlineMs: deadlines.idle,
    ...(context.value === null ? {} : { archive: context.value.archive }),
  } as const;
  try {
    const reply = await wire.open(ask, signal);
    if (reply.ok) return await follow(world, reply.value);
    const unread = context.value?.failure() ?? null;
    if (unread !== null) return fail(failed(service, unread.message));
    if (reply.error.kind === 'answer') return fail(failed(service, reply.error.message));
    return fail(problemOf(reply.error, { endpoint: wire.endpoint, call: `build ${request.image}` }));
  } finally {
    context.value?.archive.destroy();
  }
}

const failed = (service: string, detail: string, log: readonly string[] = []): Problem => ({
  kind: 'build-failed',
  service,
  detail,
  log,
});

async function contextOf(request: BuildRequest) {
  const { service, build } = request;
  const folder = build.context ?? '.';
  try {
    const wish = { folder, ...(await dockerfileIn(folder, request)) };
    return ok<Context>(await packContext(wish));
  } catch (error) {
    return fail(failed(service, error instanceof Error ? error.message : String(error)));
  }

  async function dockerfileIn(root: string, { build: { dockerfile_inline: inline } }: BuildRequest) {
    if (inline !== undefined) return { dockerfile: 'Dockerfile', dockerfileText: inline };
    const inside = relative(root, dockerfileOf({ ...request, build }))
      .split(sep)
      .join('/');
    if (!inside.startsWith('../') && !isAbsolute(inside)) return { dockerfile: inside, dockerfileText: null };
    return {
      dockerfile: 'Dockerfile',
      dockerfileText: (await readRegularFile(dockerfileOf(request))).toString('utf8'),
    };
  }
}

/** What is read of a line of POST /build with BuildKit. */
type BuildJson = {
  readonly id?: string;
  readonly aux?: unknown;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string } | null;
};

async function follow({ wire, request, report }: BuildWorld, reply: Reply): Answer<void> {
  const steps = buildSteps(report);
  reply.leash.extend(deadlines.idle);
  try {
    for await (const line of jsonLines<BuildJson>(reply.body)) {
      reply.leash.extend(deadlines.idle);
      if (line.error !== undefined)
        return fail(failed(request.service, line.errorDetail?.message ?? line.error, steps.lastLines()));
      if (line.id === 'moby.buildkit.trace' && typeof line.aux === 'string')
        steps.take(Buffer.from(line.aux, 'base64'));
    }
    return ok(undefined);
  } catch (error) {
    const call = `build ${request.service}`;
    return fail(problemOf(faultOf(error, reply.leash), { endpoint: wire.endpoint, call }));
  } finally {
    reply.close();
  }
}

function queryOf(
  request: BuildRequest,
  dockerfile: string,
  remote: string | null,
): Record<string, string | readonly string[]> {
  const { build, image, labels } = request;
  const given = (name: string): string => (typeof build[name] === 'string' ? build[name] : '');
  const args = Object.entries(build.args ?? {}).filter(([, value]) => value !== null);
  const sources = textsOf(build['cache_from']);
  const optional: readonly (readonly [string, string])[] = [
    ['remote', remote ?? ''],
    ['target', build.target ?? ''],
    ['networkmode', given('network')],
    ['shmsize', given('shm_size')],
    // up builds for one platform only (docker compose 2.40).
    ['platform', textsOf(build['platforms'])[0] ?? ''],
    ['nocache', isGiven(build['no_cache']) ? '1' : ''],
    ['pull', isGiven(build['pull']) ? '1' : ''],
    ['cachefrom', sources.length === 0 ? '' : JSON.stringify(sources)],
    // Compose's canonical form is `host=address`; the engine wants `host:address`.
    [
      'extrahosts',
      textsOf(build['extra_hosts'])
        .map((host) => host.replace('=', ':'))
        .join(','),
    ],
  ];
  return {
    version: '2',
    dockerfile,
    t: [image, ...(build.tags ?? [])],
    buildargs: JSON.stringify(Object.fromEntries(args)),
    labels: JSON.stringify({ ...build.labels, ...labels }),
    ...Object.fromEntries(optional.filter(([, value]) => value !== '')),
  };
}
