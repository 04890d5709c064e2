import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import type { RunView } from '../../../src-main/contract/view.ts';
import type { ComposeOptions } from '../../../src-main/contract/compose-options.ts';
import type { PlanWish, Session } from '../../../src-main/engine/desk.ts';
import { inspected } from './inspected.ts';
import type { ProjectFiles } from './interchange-projects.ts';
import { docker, never, type Place, place, realDesk, runGoal } from './real-desk.ts';

const command = promisify(execFile);

/** A project that both tools work on, each as a person would type it in the project's folder. */
export type Interchange = {
  readonly project: string;
  write(files: ProjectFiles): Promise<void>;
  /** What it wrote on standard error. */
  compose(...args: readonly string[]): Promise<string>;
  berth(wish: PlanWish['goal'] | PlanWish, options?: ComposeOptions): Promise<RunView>;
  /** As `berth`, with what it refused or met; no step where it refused. */
  attempt(wish: PlanWish): Promise<Attempt>;
  /** Name → id. */
  containers(): Promise<Record<string, string>>;
  /** What `docker inspect` tells of them. */
  inspected(): Promise<Record<string, unknown>>;
  /** Containers, networks and volumes, anonymous ones of containers that were there too. */
  leftovers(): Promise<readonly string[]>;
};

/** What a wish came to. */
export type Attempt = { readonly problems: readonly Problem[]; readonly run: RunView | null };

let subnets = 0;

/** Runs `act` in a place of its own, and removes all of it whatever happens. */
export async function interchange(
  files: ProjectFiles,
  act: (it: Interchange) => Promise<void>,
): Promise<void> {
  const at = await place();
  const subnet = String(100 + (subnets++ % 100));
  const seen = new Set<string>();
  const note = async (): Promise<void> => {
    for (const name of await anonymousVolumes(at)) seen.add(name);
  };
  const it: Interchange = {
    project: at.project,
    write: (texts) => writeAll(at, texts, subnet),
    containers: () => at.containers(),
    inspected: () => inspected(at),
    compose: async (...args) => {
      await note();
      const words = ['compose', '--progress', 'plain', ...args];
      const { stderr } = await command('docker', words, { cwd: at.dir });
      await note();
      return stderr;
    },
    berth: async (wish, options) => {
      await note();
      const run = await withSession(at, options, (session) => runGoal(session, wish));
      expect(run.problems).toEqual([]);
      await note();
      return run;
    },
    attempt: async (wish) => {
      const came = await withSession(at, undefined, (session) => attempt(session, wish));
      await note();
      return came;
    },
    leftovers: async () => [...(await labelled(at)), ...(await stillThere(seen))],
  };
  try {
    await it.write(files);
    await act(it);
  } finally {
    await note();
    await at.remove();
    if (seen.size > 0) await docker('volume', 'rm', '-f', ...seen);
  }
}

/** A desk for the one act, as the command line has it. */
async function withSession<T>(
  at: Place,
  compose: ComposeOptions | undefined,
  act: (session: Session) => Promise<T>,
): Promise<T> {
  const desk = realDesk(at.settings);
  try {
    const wish = { dir: at.dir, environment: 'local', files: null } as const;
    const opened = await desk.open(compose === undefined ? wish : { ...wish, compose });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const session = desk.session(opened.value.id);
    if (!session.ok) throw new Error(session.error.kind);
    await session.value.ready(never);
    return await act(session.value);
  } finally {
    await desk.close();
  }
}

async function attempt(session: Session, wish: PlanWish): Promise<Attempt> {
  const plan = await session.plan(wish, never);
  if (!plan.ok) return { problems: plan.error, run: null };
  const run = await runGoal(session, wish);
  return { problems: run.problems, run };
}

async function writeAll(at: Place, files: ProjectFiles, subnet: string): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(at.dir, name);
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (name.endsWith('/')) continue;
    const own = text.replaceAll('SUBNET', subnet);
    await writeFile(path, name === 'compose.yaml' ? `name: ${at.project}\n${own}` : own);
  }
}

async function labelled({ project }: Place): Promise<readonly string[]> {
  const label = `label=com.docker.compose.project=${project}`;
  const lists = await Promise.all([
    docker('ps', '-aq', '--filter', label),
    docker('network', 'ls', '-q', '--filter', label),
    docker('volume', 'ls', '-q', '--filter', label),
  ]);
  return lists.flatMap((list) => list.split('\n')).filter((line) => line !== '');
}

async function stillThere(volumes: ReadonlySet<string>): Promise<readonly string[]> {
  const all = new Set((await docker('volume', 'ls', '-q')).split('\n'));
  return [...volumes].filter((name) => all.has(name));
}

/** They carry no label of the project, and outlive a `down` without `-v`: asked for while there are containers. */
async function anonymousVolumes(at: Place): Promise<readonly string[]> {
  const ids = Object.values(await at.containers());
  if (ids.length === 0) return [];
  const format = '{{range .Mounts}}{{.Name}} {{end}}';
  const names = await docker('container', 'inspect', '--format', format, ...ids);
  return [...new Set(names.split(/\s+/).filter((name) => /^[0-9a-f]{64}$/.test(name)))];
}

/** Runs at most so many at once; the rest waits for its turn. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (busy >= limit) await new Promise<void>((go) => waiting.push(go));
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}
