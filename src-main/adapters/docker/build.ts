import { isAbsolute, join, relative, sep } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Problem } from '../../contract/problem.ts';
import type { Result } from '../../contract/result.ts';
import { fail, ok } from '../../contract/result.ts';
import { sealedNamesIn } from '../../core/secrets/sealed.ts';
import type { Answer, BuildRequest, Report } from '../../ports/docker.ts';
import { type Context, packContext } from './build-context.ts';
import { followBuild } from './build-progress.ts';
import { deadlines } from './deadlines.ts';
import { problemOf } from './problems.ts';
import type { Wire } from './wire.ts';

/** Keys of `build:` that BuildKit reads over a session of the client, which this adapter does not open. */
const needSession = [
  'additional_contexts',
  'secrets',
  'ssh',
  'cache_to',
  'entitlements',
  'privileged',
  'provenance',
  'sbom',
] as const;

/**
 * POST /build with BuildKit. Without a session: the context goes as a plain tar in the body, or the engine fetches it
 * (`context: https://…`). Verified on engine 28.5: stages, cache mounts and base images, which are fetched without credentials;
 * private base images do not work. Problems: build-failed with the last 20 lines of output, engine-*.
 */
export async function buildImage(
  wire: Wire,
  request: BuildRequest,
  report: Report,
  signal: AbortSignal,
): Answer<void> {
  const cannot = notBuildable(request);
  if (cannot !== null) return fail(cannot);
  const remote = remoteOf(request);
  const context = remote === null ? await contextOf(request) : ok(null);
  if (!context.ok) return context;
  const query = queryOf(
    request,
    context.value?.dockerfile ?? request.build.dockerfile ?? 'Dockerfile',
    remote,
  );
  const archive = context.value === null ? {} : { archive: context.value.archive };
  const headers = { 'Content-Type': 'application/x-tar' };
  const ask = {
    method: 'POST',
    path: '/build',
    query,
    headers,
    deadlineMs: deadlines.idle,
    ...archive,
  } as const;
  try {
    const reply = await wire.open(ask, signal);
    if (reply.ok) return await followBuild({ reply: reply.value, wire, service: request.service, report });
    const unread = context.value?.failure() ?? null;
    if (unread !== null) return fail(failed(request.service, unread.message));
    if (reply.error.kind === 'answer') return fail(failed(request.service, reply.error.message));
    return fail(problemOf(reply.error, { endpoint: wire.endpoint, call: `build ${request.image}` }));
  } finally {
    context.value?.archive.destroy();
  }
}

const failed = (service: string, detail: string): Problem => ({
  kind: 'build-failed',
  service,
  detail,
  log: [],
});

function notBuildable({ service, build, labels }: BuildRequest): Problem | null {
  const [secret] = sealedNamesIn({ build, labels });
  if (secret !== undefined)
    return failed(
      service,
      `The secret ${secret} would stay in the image: build arguments and labels can be read.`,
    );
  const key = needSession.find((name) => isGiven(build[name]));
  return key === undefined ? null : failed(service, `build.${key} is not supported yet.`);
}

const isGiven = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  !(typeof value === 'object' && Object.keys(value).length === 0);

/** A context that the engine fetches itself: a Git repository or an archive. */
function remoteOf({ build }: BuildRequest): string | null {
  const context = build.context ?? '.';
  return /^(https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/.test(context) ? context : null;
}

async function contextOf({ service, build }: BuildRequest): Promise<Result<Context, Problem>> {
  const folder = build.context ?? '.';
  try {
    if (build.dockerfile_inline !== undefined) {
      return ok(
        await packContext({ folder, dockerfile: 'Dockerfile', dockerfileText: build.dockerfile_inline }),
      );
    }
    const path = join(folder, build.dockerfile ?? 'Dockerfile');
    const file = build.dockerfile !== undefined && isAbsolute(build.dockerfile) ? build.dockerfile : path;
    const inside = relative(folder, file).split(sep).join('/');
    // It is read in any case: a Dockerfile that is not there is said here, by its own path.
    const text = await readFile(file, 'utf8');
    const outside = inside.startsWith('../') || isAbsolute(inside);
    return ok(
      await packContext({
        folder,
        dockerfile: outside ? 'Dockerfile' : inside,
        dockerfileText: outside ? text : null,
      }),
    );
  } catch (error) {
    return fail(failed(service, error instanceof Error ? error.message : String(error)));
  }
}

function queryOf(
  request: BuildRequest,
  dockerfile: string,
  remote: string | null,
): Record<string, string | readonly string[]> {
  const { build, image, labels } = request;
  const given = (name: string): string | null => (typeof build[name] === 'string' ? build[name] : null);
  const args = Object.entries(build.args ?? {}).filter(([, value]) => value !== null);
  const optional: readonly (readonly [string, string | null])[] = [
    ['remote', remote],
    ['target', build.target ?? null],
    ['networkmode', given('network')],
    ['shmsize', given('shm_size')],
    ['platform', firstOf(build['platforms'])],
    ['nocache', build['no_cache'] === true ? '1' : null],
    ['pull', build['pull'] === true ? '1' : null],
    ['cachefrom', Array.isArray(build['cache_from']) ? JSON.stringify(build['cache_from']) : null],
    ['extrahosts', hostsOf(build['extra_hosts'])],
  ];
  return {
    version: '2',
    dockerfile,
    t: [image, ...(build.tags ?? [])],
    buildargs: JSON.stringify(Object.fromEntries(args)),
    labels: JSON.stringify({ ...build.labels, ...labels }),
    ...Object.fromEntries(
      optional.filter(([, value]) => value !== null).map(([key, value]) => [key, value ?? '']),
    ),
  };
}

/** up builds for one platform only (docker compose 2.40). */
const firstOf = (value: unknown): string | null =>
  Array.isArray(value) && typeof value[0] === 'string' ? value[0] : null;

/** Compose's canonical form is a list of `host=address`; the engine wants `host:address,host:address`. */
const hostsOf = (value: unknown): string | null =>
  Array.isArray(value) && value.length > 0
    ? value.map((host) => String(host).replace('=', ':')).join(',')
    : null;
