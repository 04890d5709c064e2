import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Running, startBerth } from '../cli/berth.ts';
import { type EngineProxy, openEngineProxy } from '../lab/engine-proxy.ts';
import { openOwnEngine, type OwnEngine } from '../lab/own-engine.ts';

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

const check = '{ test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 2s, retries: 5 }';
const serves = 'command: [sh, -c, "touch /tmp/ready; sleep 600"]\n    init: true\n    stop_grace_period: 1s';
const compose = `
name: shop
services:
  db:
    image: busybox:1.36
    ${serves}
    volumes: ["data:/data", "/scratch"]
    healthcheck: ${check}
  job:
    image: busybox:1.36
    command: ["true"]
    depends_on: { db: { condition: service_healthy } }
  api:
    image: busybox:1.36
    ${serves}
    depends_on: { db: { condition: service_healthy }, job: { condition: service_completed_successfully } }
    healthcheck: ${check}
    networks: [default, back]
  web:
    image: busybox:1.36
    ${serves}
    depends_on: { api: { condition: service_healthy } }
volumes: { data: }
networks: { back: { internal: true } }
`;

const wanted = [
  'shop-api-1 running healthy',
  'shop-db-1 running healthy',
  'shop-job-1 exited 0',
  'shop-web-1 running none',
];
const format =
  '{{.Name}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else if eq .State.Status "exited"}}{{.State.ExitCode}}{{else}}none{{end}}';

/** Starts an engine and lays the project out. */
export async function openStage(): Promise<Stage> {
  const engine = await openOwnEngine();
  await engine.load(['busybox:1.36']);
  const proxy = await openEngineProxy(engine.socket);
  const root = mkdtempSync(join(tmpdir(), 'berth-faults-'));
  const [dir, home] = [join(root, 'project'), join(root, 'home')];
  mkdirSync(dir);
  writeFileSync(join(dir, 'compose.yaml'), compose);
  const env = { ...engine.env, DOCKER_HOST: `unix://${proxy.socket}`, BERTH_HOME: home, NO_COLOR: '1' };
  const start = (words: readonly string[]): Running => startBerth(words, { cwd: dir, env });
  return {
    engine,
    proxy,
    start,
    berth: (goal) => ending(start([goal, '--json'])),
    expectUp: async () => {
      // A run goes on when a service answers its check; the engine says so itself a moment later.
      await expect.poll(() => containers(engine), { timeout: 20_000, interval: 200 }).toEqual(wanted);
      expect(await things(engine)).toEqual(['network shop_back', 'network shop_default', 'volume shop_data']);
      expect(locksIn(home)).toEqual([]);
    },
    expectDown: async () => {
      expect(await containers(engine)).toEqual([]);
      expect((await things(engine)).filter((thing) => thing !== 'volume shop_data')).toEqual([]);
      expect(locksIn(home)).toEqual([]);
    },
    clear: async () => {
      const names = words(await engine.docker('ps', '--all', '--quiet'));
      if (names.length > 0) await engine.docker('rm', '--force', '--volumes', ...names);
      await engine.docker('network', 'prune', '--force');
      await engine.docker('volume', 'prune', '--all', '--force');
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

/** Networks that are not the engine's own, and volumes with a name of their own. */
async function things(engine: OwnEngine): Promise<readonly string[]> {
  const networks = words(
    await engine.docker('network', 'ls', '--filter', 'type=custom', '--format', '{{.Name}}'),
  );
  const volumes = words(await engine.docker('volume', 'ls', '--format', '{{.Name}}'));
  return [
    ...networks.map((name) => `network ${name}`),
    ...volumes.filter((name) => !/^[0-9a-f]{64}$/.test(name)).map((name) => `volume ${name}`),
  ].toSorted();
}

const locksIn = (home: string): readonly string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.lock'));

const words = (text: string): readonly string[] => text.split('\n').filter((word) => word !== '');
