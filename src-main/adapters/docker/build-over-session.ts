import { createHash, randomUUID } from 'node:crypto';
import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { Answer, BuildRequest } from '../../ports/docker.ts';
import { gatewayAddress } from './build-gateway.ts';
import type { BuildWorld } from './build.ts';
import { sessionMethods } from './build-session.ts';
import { solveRequest, statusRequest } from './build-solve.ts';
import { type BuildSteps, buildSteps } from './build-steps.ts';
import { folderTree, paperTree } from './build-tree.ts';
import { contextFolders } from './build-unsupported.ts';
import { deadlines } from './deadlines.ts';
import { type Fault, faultOf } from './fault.ts';
import { GrpcRefusal } from './grpc.ts';
import { answerGrpc } from './grpc-answerer.ts';
import { type GrpcCaller, grpcCaller } from './grpc-caller.ts';
import { leash, type Leash } from './leash.ts';
import { problemOf } from './problems.ts';
import type { SentTree } from './send-tree.ts';

const control = '/moby.buildkit.v1.Control';

/** null: this engine has no BuildKit that can be spoken to; nothing was begun. */
export type BuildOutcome = Result<void, Problem> | null;

/**
 * A build as the docker command makes it: BuildKit's own Solve over POST /grpc, while it reads folders, secrets and credentials
 * over POST /session (Engine API 1.39; both change the connection to HTTP/2). Problems: build-failed with the last lines of the
 * failing step, those of the secret source, engine-*.
 */
export async function buildOverSession(world: BuildWorld, signal: AbortSignal): Promise<BuildOutcome> {
  const { wire } = world;
  const held = leash(deadlines.quick, signal);
  const control = await wire.upgrade(
    { path: '/grpc', headers: {}, deadlineMs: deadlines.quick },
    held.signal,
  );
  try {
    if (!control.ok) return saysNoUpgrade(control.error) ? null : fail(buildProblem(world, control.error));
    const caller = grpcCaller(control.value);
    held.signal.addEventListener('abort', caller.close, { once: true });
    const watch = keepWatch(caller, held);
    try {
      return await withSession(world, caller, held);
    } finally {
      clearInterval(watch);
      caller.close();
    }
  } finally {
    held.release();
  }
}

/** An engine without BuildKit, or a proxy that lets no upgrade through, answers as to any other request. */
const saysNoUpgrade = (fault: Fault): boolean =>
  fault.kind === 'answer' && fault.status !== 401 && fault.status !== 403;

const buildProblem = ({ wire, request }: BuildWorld, fault: Fault): Problem =>
  problemOf(fault, { endpoint: wire.endpoint, call: `build ${request.image}` });

/** A long command writes nothing for an hour; whether somebody is there is asked for beside it. */
function keepWatch(caller: GrpcCaller, held: Leash): NodeJS.Timeout {
  const alive = (): void => held.extend(deadlines.watch + deadlines.watchAnswer);
  alive();
  // A connection that is gone is told by the calls on it.
  return setInterval(() => void caller.ping().then(alive, () => {}), deadlines.watch);
}

async function withSession(world: BuildWorld, caller: GrpcCaller, held: Leash): Answer<void> {
  const session = randomUUID();
  let told: Problem | null = null;
  const { service, secrets = [] } = world.request;
  const methods = sessionMethods({
    trees: treesOf(world.request, world.remote),
    secrets,
    source: world.secrets,
    credentials: world.credentials,
    agents: world.agents,
    unread: (words) => {
      told ??= { kind: 'build-failed', service, detail: words, log: [] };
    },
    withheld: (problem) => {
      told ??= problem;
    },
  });
  const headers = {
    'X-Docker-Expose-Session-Uuid': session,
    'X-Docker-Expose-Session-Name': service,
    'X-Docker-Expose-Session-Sharedkey': sharedKey(world.request),
    'X-Docker-Expose-Session-Grpc-Method': Object.keys(methods),
  };
  const opened = await world.wire.upgrade(
    { path: '/session', headers, deadlineMs: deadlines.quick },
    held.signal,
  );
  if (!opened.ok) return fail(buildProblem(world, opened.error));
  const answerer = answerGrpc(opened.value, methods);
  held.signal.addEventListener('abort', answerer.close, { once: true });
  try {
    const solved = await solve(world, caller, session, held);
    return !solved.ok && told !== null && solved.error.kind === 'build-failed' ? fail(told) : solved;
  } finally {
    answerer.close();
  }
}

async function solve(world: BuildWorld, caller: GrpcCaller, session: string, held: Leash): Answer<void> {
  const { request, remote } = world;
  const ref = randomUUID().replaceAll('-', '');
  const steps = buildSteps(world.report);
  try {
    const hostGateway = await gatewayAddress(caller, request);
    const message = solveRequest({ request, ref, session, remote, hostGateway });
    const followed = follow(caller, ref, steps);
    for await (const _ of caller.call(`${control}/Solve`, message)) continue;
    await followed;
    return ok(undefined);
  } catch (error) {
    if (!(error instanceof GrpcRefusal) || held.ended() !== null)
      return fail(buildProblem(world, faultOf(error, held)));
    return fail({
      kind: 'build-failed',
      service: request.service,
      detail: wordsOf(error),
      log: steps.lastLines(),
    });
  }
}

/** Of a pattern that it cannot read the engine does not say where it stands. */
function wordsOf({ message }: GrpcRefusal): string {
  const words = message.replace(/^failed to solve: /, '');
  return words === 'syntax error in pattern' ? `.dockerignore: ${words}` : words;
}

/** Ends with the build. That progress cannot be had is no reason to fail. */
async function follow(caller: GrpcCaller, ref: string, steps: BuildSteps): Promise<void> {
  try {
    for await (const message of caller.call(`${control}/Status`, statusRequest(ref))) steps.take(message);
  } catch {
    // The outcome is that of Solve.
  }
}

/** By the names under which BuildKit's Dockerfile frontend asks for them. */
function treesOf(request: BuildRequest, remote: string | null): Readonly<Record<string, SentTree>> {
  const { build } = request;
  const folder = build.context ?? '.';
  const of = (place: string): SentTree => ({ tree: folderTree(place), folder: place });
  const written = build.dockerfile ?? 'Dockerfile';
  const dockerfile: SentTree =
    build.dockerfile_inline === undefined
      ? of(dirname(isAbsolute(written) ? written : join(folder, written)))
      : { tree: paperTree({ Dockerfile: build.dockerfile_inline }), folder: null };
  return {
    ...Object.fromEntries(contextFolders(request).map(([name, place]) => [name, of(place)])),
    ...(remote === null ? { context: of(folder), dockerfile } : {}),
  };
}

/** With the same key the engine compares with what it got the last time and asks for what changed. */
const sharedKey = ({ build, service }: BuildRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([build.context, service]))
    .digest('hex');
