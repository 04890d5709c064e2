import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Running, startBerth } from '../cli/berth.ts';
import { type EngineProxy, openEngineProxy } from '../lab/engine-proxy.ts';
import { openOwnEngine, type OwnEngine } from '../lab/own-engine.ts';
import type { StageProject } from './stage-projects.ts';

/** A project on an engine that may be broken, and the built program in front of it. */
export type Stage = AsyncDisposable & {
  readonly engine: OwnEngine;
  readonly proxy: EngineProxy;
  /** `berth …` in the project's folder, at the proxy. */
  readonly start: (words: readonly string[]) => Running;
  /** To its end; how it ended and what its `--json` said. */
  readonly berth: (goal: string) => Promise<Ended>;
  /** Fails unless every service is as the file wants it, and nothing else is at the engine. */
  readonly expectUp: () => Promise<void>;
  /** Fails unless nothing is left at the engine but the data, and no lock in the settings folder. */
  readonly expectDown: () => Promise<void>;
  /** What the engine says of each container: its state, its last end, how often it was restarted. */
  readonly told: () => Promise<string>;
  /** Removes all that is at the engine but images. */
  readonly clear: () => Promise<void>;
};

/** `kinds` and `details`: of the problems it ended with. */
export type Ended = {
  readonly code: number | null;
  readonly kinds: readonly string[];
  readonly details: readonly string[];
  readonly tookMs: number;
};

const format =
  '{{.Name}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else if eq .State.Status "exited"}}{{.State.ExitCode}}{{else}}none{{end}}';

const atLength =
  '{{.Name}} {{.State.Status}}, exit code {{.State.ExitCode}}, {{.RestartCount}} restarts, started {{.State.StartedAt}}, ended {{.State.FinishedAt}}{{with .State.Error}}, {{.}}{{end}}';

/** Starts an engine that has the project's images, and lays the project out. */
export async function openStage(project: StageProject): Promise<Stage> {
  const root = mkdtempSync(join(tmpdir(), 'berth-faults-'));
  const [dir, home] = [join(root, 'project'), join(root, 'home')];
  project.lay(dir);
  const engine = await openOwnEngine(project.diskMiB);
  await engine.load(await project.provide(dir));
  await project.withdraw();
  const proxy = await openEngineProxy(engine.socket);
  const door = { DOCKER_HOST: `unix://${proxy.socket}`, BERTH_HOME: home, NO_COLOR: '1' };
  const env = { ...engine.env, ...project.env, ...door };
  const start = (words: readonly string[]): Running => startBerth(words, { cwd: dir, env });
  return {
    engine,
    proxy,
    start,
    berth: (goal) => ending(start([goal, '--json'])),
    expectUp: async () => {
      // A run goes on when a service answers its check; the engine says so itself a moment later.
      await expect
        .poll(() => containers(engine), { timeout: 30_000, interval: 200 })
        .toEqual(project.containers);
      expect(await networks(engine)).toEqual(project.networks);
      expect(strange(await volumes(engine), project)).toEqual([]);
      expect(locksIn(home)).toEqual([]);
    },
    expectDown: async () => {
      expect(await containers(engine)).toEqual([]);
      expect(await networks(engine)).toEqual([]);
      expect(strange(await volumes(engine), project)).toEqual([]);
      expect(locksIn(home)).toEqual([]);
    },
    told: async () => {
      const ids = words(await engine.docker('ps', '--all', '--quiet'));
      return ids.length === 0 ? 'no container' : engine.docker('inspect', '--format', atLength, ...ids);
    },
    clear: async () => {
      const names = words(await engine.docker('ps', '--all', '--quiet'));
      if (names.length > 0) await engine.docker('rm', '--force', '--volumes', ...names);
      await engine.docker('network', 'prune', '--force');
      await engine.docker('volume', 'prune', '--all', '--force');
      await engine.dropForgotten();
    },
    [Symbol.asyncDispose]: async () => {
      await proxy[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Waits for a run to end. Its `--json` must be one document, and a problem must be one that has a name. */
export async function ending(running: Running): Promise<Ended> {
  const began = Date.now();
  const { code, stdout, stderr } = await running.ended;
  const tookMs = Date.now() - began;
  if (code === null) return { code, kinds: [], details: [], tookMs };
  expect(stderr).toBe('');
  const { problems } = JSON.parse(stdout) as { problems: readonly { kind: string; detail: string }[] };
  for (const { detail } of problems) expect(detail).not.toMatch(/\bat .*\.m?[jt]s|TypeError|undefined/);
  return {
    code,
    kinds: problems.map(({ kind }) => kind),
    details: problems.map(({ detail }) => detail),
    tookMs,
  };
}

async function containers(engine: OwnEngine): Promise<readonly string[]> {
  const ids = words(await engine.docker('ps', '--all', '--quiet'));
  if (ids.length === 0) return [];
  const lines = (await engine.docker('inspect', '--format', format, ...ids)).split('\n');
  return lines.map((line) => line.replace(/^\//, '')).toSorted();
}

/** Those that are not the engine's own. */
const networks = async (engine: OwnEngine): Promise<readonly string[]> =>
  words(await engine.docker('network', 'ls', '--filter', 'type=custom', '--format', '{{.Name}}')).toSorted();

/** Those with a name of their own. */
const volumes = async (engine: OwnEngine): Promise<readonly string[]> =>
  words(await engine.docker('volume', 'ls', '--format', '{{.Name}}')).filter(
    (name) => !/^[0-9a-f]{64}$/.test(name),
  );

const strange = (names: readonly string[], { volumes: its }: StageProject): readonly string[] =>
  names.filter((name) => !its.test(name));

const locksIn = (home: string): readonly string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.lock'));

const words = (text: string): readonly string[] => text.split('\n').filter((word) => word !== '');
