import type { ServiceName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { WatchReport } from '../contract/watch-report.ts';
import { cleanLines } from '../core/logs/clean.ts';
import type { HookRequest } from '../core/plan/requests.ts';
import { printSealed } from '../core/secrets/sealed.ts';
import type { ServiceActions } from '../core/watch/decide-actions.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker } from '../ports/docker.ts';
import type { Outcome, PlanWish } from './desk.ts';

/** What acting on changes needs. */
export type WatchActWorld = {
  readonly docker: () => Promise<Result<Docker, Problem>>;
  readonly project: string;
  readonly clock: Clock;
  readonly redact: (text: string) => string;
  /** Runs a goal to its end. */
  readonly run: (wish: PlanWish, signal: AbortSignal) => Outcome<void>;
};

// A removal of many files is one command; a command line has an end.
const removedAtOnce = 500;
const removeTimeoutMs = 30_000;

/** Does what a batch asks for: copies into all services at once, then what runs or restarts, then what is built anew. */
export async function* actOnChanges(
  world: WatchActWorld,
  actions: readonly ServiceActions[],
  signal: AbortSignal,
  first = false,
): AsyncGenerator<WatchReport> {
  const synced = actions.filter(({ copy, remove, exec }) => copy.length + remove.length + exec.length > 0);
  const reports = await Promise.all(synced.map((own) => syncService(world, own, signal, first)));
  yield* reports.flat();
  const copied = (service: ServiceName): boolean =>
    !reports.flat().some((report) => report.kind === 'failed' && report.services.includes(service));
  const restarts = actions
    .filter(({ restart, service }) => restart && copied(service))
    .map(({ service }) => service);
  if (restarts.length > 0) {
    yield { kind: 'restarting', services: restarts };
    yield await ran(
      world,
      'restarted',
      { goal: 'restart', services: restarts, flags: { noDeps: true } },
      signal,
    );
  }
  const builds = actions.filter(({ rebuild }) => rebuild).map(({ service }) => service);
  if (builds.length > 0) {
    yield { kind: 'rebuilding', services: builds };
    const flags = { build: 'always', noDeps: true } as const;
    yield await ran(world, 'rebuilt', { goal: 'up', services: builds, flags }, signal);
  }
}

async function ran(
  world: WatchActWorld,
  kind: 'restarted' | 'rebuilt',
  wish: PlanWish,
  signal: AbortSignal,
): Promise<WatchReport> {
  const begun = world.clock.now();
  const outcome = await world.run(wish, signal);
  const { services } = wish;
  return outcome.ok
    ? { kind, services, elapsedMs: world.clock.now() - begun }
    : { kind: 'failed', services, problems: outcome.error };
}

async function syncService(
  world: WatchActWorld,
  actions: ServiceActions,
  signal: AbortSignal,
  first: boolean,
): Promise<WatchReport[]> {
  const { service, copy, remove, exec } = actions;
  const failed = (problem: Problem): WatchReport[] => [
    { kind: 'failed', services: [service], problems: [problem] },
  ];
  const begun = world.clock.now();
  const docker = await world.docker();
  if (!docker.ok) return failed(docker.error);
  const listed = await docker.value.listContainers(world.project, signal);
  if (!listed.ok) return failed(listed.error);
  const containers = listed.value.filter(
    (container) => container.service === service && !container.oneOff && container.state === 'running',
  );
  if (containers.length === 0) return failed({ kind: 'service-not-running', service });
  const reports: WatchReport[] = [];
  for (const { name } of containers) {
    const done = await syncContainer(docker.value, name, actions, signal);
    if (!done.ok) return failed(done.error);
  }
  if (copy.length + remove.length > 0) {
    const counts = { files: copy.length, removed: remove.length, elapsedMs: world.clock.now() - begun };
    reports.push({ kind: 'copied', service, ...counts, first });
  }
  for (const request of exec)
    for (const { name } of containers)
      reports.push(await runIn(world, docker.value, { service, name }, request, signal));
  return reports;
}

async function syncContainer(
  docker: Docker,
  name: string,
  { copy, remove }: ServiceActions,
  signal: AbortSignal,
): Promise<Result<unknown, Problem>> {
  // Before the copy: where a folder became a file, the folder goes first.
  for (let at = 0; at < remove.length; at += removedAtOnce) {
    const command = ['rm', '-rf', '--', ...remove.slice(at, at + removedAtOnce)];
    const removed = await docker.exec(name, command, removeTimeoutMs, signal);
    if (!removed.ok) return removed;
    const { exitCode, output: message } = removed.value;
    if (exitCode !== 0)
      return {
        ok: false,
        error: { kind: 'engine-failed', call: `remove files in ${name}`, status: null, message },
      };
  }
  return docker.copyInto(name, copy, signal);
}

async function runIn(
  world: WatchActWorld,
  docker: Docker,
  { service, name }: { readonly service: ServiceName; readonly name: string },
  request: HookRequest,
  signal: AbortSignal,
): Promise<WatchReport> {
  const done = await docker.runHook(name, request, signal);
  if (!done.ok) return { kind: 'failed', services: [service], problems: [done.error] };
  const { exitCode, output } = done.value;
  const command = request.Cmd.map(printSealed);
  return { kind: 'ran', service, command, exitCode, output: world.redact(cleanLines(output.trim())) };
}
