import type { ServiceName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { WatchReport } from '../contract/watch-report.ts';
import type { Model } from '../core/compose/model.ts';
import { whyDeaf } from '../core/watch/deaf-folder.ts';
import { decideActions, type FileChange } from '../core/watch/decide-actions.ts';
import { type ContextRules, type WatchMatcher, watchMatcher } from '../core/watch/watch-matcher.ts';
import { type WatchRule, watchRules } from '../core/watch/watch-rule.ts';
import type { Files } from '../ports/files.ts';
import type { Watcher } from '../ports/watcher.ts';
import { redactProblems } from './redact-problem.ts';
import { actOnChanges, type WatchActWorld } from './watch-act.ts';
import { watchBatches } from './watch-batches.ts';

export type WatchWorld = WatchActWorld & {
  readonly files: Files;
  readonly watcher: Watcher;
  readonly model: Model;
};

/**
 * Follows the files that `develop.watch` names and keeps containers in step, until the signal. The services named, or all with
 * such a section. Problems: watch-undeclared, compose-invalid (a pattern that cannot be read).
 */
export async function watchProject(
  world: WatchWorld,
  services: readonly ServiceName[],
  signal: AbortSignal,
): Promise<Result<AsyncIterable<WatchReport>, readonly Problem[]>> {
  const rules = await Promise.all(watchRules(world.model, services).map((rule) => atRealPath(world, rule)));
  if (rules.length === 0) return fail([{ kind: 'watch-undeclared', services }]);
  const matchers: WatchMatcher[] = [];
  const problems: Problem[] = [];
  for (const rule of rules) {
    try {
      matchers.push(watchMatcher(rule, await contextRules(world, rule.service)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `services.${rule.service}.develop.watch: ${reason}`;
      problems.push({ kind: 'compose-invalid', message, at: null, hint: null });
    }
  }
  return problems.length > 0 ? fail(problems) : ok(told(follow(world, matchers, signal), world));
}

/** An engine and its containers quote what they were given. */
async function* told(
  reports: AsyncIterable<WatchReport>,
  { redact }: WatchWorld,
): AsyncGenerator<WatchReport> {
  for await (const report of reports)
    yield report.kind === 'failed'
      ? { ...report, problems: redactProblems(report.problems, redact) }
      : report;
}

/** A path that is a link is watched where it leads to, as docker compose does. */
const atRealPath = async ({ files }: WatchWorld, rule: WatchRule): Promise<WatchRule> => ({
  ...rule,
  path: (await files.realPath(rule.path)) ?? rule.path,
});

const limitBytes = 1024 * 1024;

/** `<Dockerfile>.dockerignore`, else `.dockerignore`, of the folder that the service's image is built from. */
async function contextRules(
  { files, model }: WatchWorld,
  service: ServiceName,
): Promise<ContextRules | null> {
  const build = model.services[service]?.build;
  if (build?.context === undefined) return null;
  const folder = files.resolve(model.workingDir, build.context);
  for (const name of [`${build.dockerfile ?? 'Dockerfile'}.dockerignore`, '.dockerignore']) {
    const text = await files.readText(files.resolve(folder, name), limitBytes);
    if (text.ok && text.value !== null)
      return { folder: (await files.realPath(folder)) ?? folder, text: text.value };
  }
  return null;
}

async function* follow(
  world: WatchWorld,
  matchers: readonly WatchMatcher[],
  signal: AbortSignal,
): AsyncGenerator<WatchReport> {
  const paths = [...new Set(matchers.map(({ rule }) => rule.path))];
  const leavesOut = (folder: string): boolean => matchers.every((matcher) => matcher.leavesOut(folder));
  const news = world.watcher.watch({ paths, leavesOut }, signal);
  for await (const { changes, others } of watchBatches(news, world.clock, signal)) {
    for (const other of others) {
      if (other.kind === 'blind') yield { kind: 'deaf', path: other.path, why: other.detail };
      else yield* begin(world, matchers, paths, signal);
    }
    yield* actOnChanges(world, decideActions(matchers, changes), signal);
  }
}

/** What is there is copied once changes are seen: nothing is lost between the two. */
async function* begin(
  world: WatchWorld,
  matchers: readonly WatchMatcher[],
  paths: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<WatchReport> {
  yield { kind: 'watching', paths, services: [...new Set(matchers.map(({ rule }) => rule.service))] };
  const mounts = await world.files.readText('/proc/self/mountinfo', limitBytes);
  for (const path of paths) {
    const why = whyDeaf(path, mounts.ok ? mounts.value : null);
    if (why !== null) yield { kind: 'deaf', path, why };
  }
  for (const matcher of matchers.filter(({ rule }) => rule.initialSync)) {
    const changes = await filesBelow(world.files, matcher, matcher.rule.path);
    const actions = decideActions([matcher], changes).map((own) => ({
      ...own,
      rebuild: false,
      restart: false,
    }));
    yield* actOnChanges(world, actions, signal, true);
  }
}

/** `path` is a real one. A link is copied as one, and never followed: it may lead in a circle. */
async function filesBelow(files: Files, matcher: WatchMatcher, path: string): Promise<FileChange[]> {
  const real = await files.realPath(path);
  if (real === null) return [];
  if (real !== path || (await files.isFile(path))) return [{ path, isThere: true }];
  if (matcher.leavesOut(path) || !(await files.isFolder(path))) return [];
  const names = await files.list(path);
  const found = await Promise.all(names.map((name) => filesBelow(files, matcher, files.resolve(path, name))));
  return found.flat();
}
