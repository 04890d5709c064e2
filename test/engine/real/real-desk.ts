import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diskBundles } from '../../../src-main/adapters/bundle/bundles.ts';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { findEndpoint } from '../../../src-main/adapters/docker/endpoint.ts';
import { diskFiles } from '../../../src-main/adapters/files/files.ts';
import { diskWatcher } from '../../../src-main/adapters/files/watch.ts';
import { systemClock } from '../../../src-main/adapters/machine/clock.ts';
import { thisMachine } from '../../../src-main/adapters/machine/machine.ts';
import { systemRandom } from '../../../src-main/adapters/machine/random.ts';
import { confSettings } from '../../../src-main/adapters/settings/settings.ts';
import { ok } from '../../../src-main/contract/result.ts';
import type { RunView } from '../../../src-main/contract/view.ts';
import type { Desk, PlanWish, Session } from '../../../src-main/engine/desk.ts';
import type { Keychain } from '../../../src-main/ports/keychain.ts';
import { openDesk } from '../../../src-main/engine/open-desk.ts';
import { FakeKeychain } from '../../support/fake-world.ts';

const command = promisify(execFile);
export const never = new AbortController().signal;

/** A desk over the real adapters; only the keychain is in memory: secrets come as variables here. */
export function realDesk(settingsDir: string, keychain: Keychain = new FakeKeychain()): Desk {
  const files = diskFiles();
  const machine = thisMachine();
  return openDesk({
    findDocker: async (secrets) => {
      const endpoint = await findEndpoint(machine, files);
      return endpoint.ok ? ok(dockerAt(endpoint.value, secrets)) : endpoint;
    },
    keychain,
    files,
    watcher: diskWatcher(),
    openBundles: async () => diskBundles(),
    machine,
    clock: systemClock(),
    random: systemRandom(),
    settings: confSettings(settingsDir),
  });
}

export async function openSession(desk: Desk, dir: string): Promise<Session> {
  const project = await desk.open({ dir, environment: 'local', files: null });
  if (!project.ok) throw new Error(JSON.stringify(project.error));
  const session = desk.session(project.value.id);
  if (!session.ok) throw new Error(session.error.kind);
  await session.value.ready(never);
  return session.value;
}

/** Plans, approves and runs a goal, or a wish, to its end; `watch` hears of each change. */
export async function runGoal(
  session: Session,
  asked: PlanWish['goal'] | PlanWish,
  watch: (view: RunView) => void = () => {},
): Promise<RunView> {
  const wish: PlanWish = typeof asked === 'string' ? { goal: asked, services: [] } : asked;
  const plan = await session.plan(wish, never);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  const run = await session.start(wish, plan.value.id, never);
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  let last: RunView | null = null;
  for await (const view of session.follow(run.value, never)) {
    last = view;
    watch(view);
  }
  if (last === null) throw new Error('the run was not told');
  return last;
}

export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await command('docker', [...args], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.trim();
}

export type Place = {
  /** Compose project name that nothing else has. */
  readonly project: string;
  readonly dir: string;
  readonly settings: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Name → id of every container of the project. */
  containers(): Promise<Record<string, string>>;
  compose(...args: readonly string[]): Promise<string>;
  /** Removes everything that carries the project's label or name, and the folder. */
  remove(): Promise<void>;
};

export async function place(): Promise<Place> {
  const project = `berth-eng-${randomBytes(4).toString('hex')}`;
  const root = await mkdtemp(join(tmpdir(), 'berth-engine-'));
  const dir = join(root, 'project');
  await mkdir(dir);
  const label = `label=com.docker.compose.project=${project}`;
  return {
    project,
    dir,
    settings: join(root, 'settings'),
    write: async (files) => {
      for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
    },
    containers: async () => {
      const lines = await docker(
        'ps',
        '-a',
        '--no-trunc',
        '--filter',
        label,
        '--format',
        '{{.Names}} {{.ID}}',
      );
      return Object.fromEntries(
        lines
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split(' ')),
      );
    },
    compose: (...args) =>
      docker('compose', '--project-directory', dir, '-f', join(dir, 'compose.yaml'), ...args),
    remove: async () => {
      const words = (text: string): string[] => text.split('\n').filter((word) => word !== '');
      const containers = words(await docker('ps', '-aq', '--filter', label));
      containers.push(...words(await docker('ps', '-aq', '--filter', `label=berth.project=${project}`)));
      if (containers.length > 0) await docker('rm', '-fv', ...containers);
      const networks = words(await docker('network', 'ls', '-q', '--filter', label));
      if (networks.length > 0) await docker('network', 'rm', ...networks);
      const volumes = words(await docker('volume', 'ls', '-q', '--filter', `name=${project}_`));
      volumes.push(...words(await docker('volume', 'ls', '-q', '--filter', `label=berth.lock=${project}`)));
      if (volumes.length > 0) await docker('volume', 'rm', '-f', ...volumes);
      await rm(root, { recursive: true, force: true });
    },
  };
}
