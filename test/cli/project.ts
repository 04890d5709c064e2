import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Outcome, run } from '../lab/command.ts';
import { type BerthOptions, type Running, startBerth } from './berth.ts';
import { type EngineObjects, objectsOf, removeObjects } from './engine-objects.ts';

type More = Partial<BerthOptions>;

/** A project folder of a test, with a settings folder of its own; disposing of it removes all that was made of it. */
export type Project = AsyncDisposable & {
  /** The Compose project name; every object of it at the engine begins with it. */
  readonly name: string;
  readonly dir: string;
  /** BERTH_HOME. */
  readonly home: string;
  /** What berth and docker compose are started with. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** `berth …` in the folder, to its end. */
  readonly berth: (words: readonly string[], more?: More) => Promise<Outcome>;
  readonly start: (words: readonly string[], more?: More) => Running;
  /** `docker compose -p name …` in the folder, without Berth. */
  readonly compose: (words: readonly string[], env?: Readonly<NodeJS.ProcessEnv>) => Promise<Outcome>;
  readonly write: (path: string, text: string) => void;
  readonly edit: (path: string, change: (text: string) => string) => void;
  readonly objects: () => Promise<EngineObjects>;
};

export type ProjectWish = {
  /** Path in the folder → text. `NAME` in it stands for the project's name. */
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
};

export function project(wish: ProjectWish): Project {
  return at(newName(), wish.env ?? {}, (made) => {
    for (const [path, text] of Object.entries(wish.files))
      made.write(path, text.replaceAll('NAME', made.name));
  });
}

const sampleDir = join(import.meta.dirname, '..', '..', 'resources', 'sample');

/** The sample's folder under a name and on ports of its own. Its password is given as an environment variable. */
export async function sampleProject(env: Readonly<Record<string, string>> = {}): Promise<Project> {
  const ports = { API_PORT: String(await freePort()), WEB_PORT: String(await freePort()) };
  return at(newName(), { ...ports, DB__PASSWORD: 'onlyForThisTest1', ...env }, ({ dir, name, edit }) => {
    cpSync(sampleDir, dir, { recursive: true });
    edit('compose.yaml', (text) => text.replace(/^name: .*$/m, `name: ${name}`));
    edit('berth.yaml', (text) => text.replace(/^project: .*$/m, `project: ${name}`));
  });
}

const newName = (): string => `berth-cli-${randomBytes(4).toString('hex')}`;

function at(name: string, own: Readonly<Record<string, string>>, fill: (made: Project) => void): Project {
  const root = mkdtempSync(join(tmpdir(), `${name}-`));
  const [dir, home] = [join(root, 'project'), join(root, 'home')];
  mkdirSync(dir);
  const env = { ...ambient(), BERTH_HOME: home, ...own };
  const start = (words: readonly string[], more: More = {}) => startBerth(words, { cwd: dir, env, ...more });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const made: Project = {
    name,
    dir,
    home,
    env,
    start,
    berth: (words, more) => start(words, more).ended,
    compose: (words, more = {}) =>
      run('docker', ['compose', '-p', name, ...words], { cwd: dir, env: { ...env, ...more } }),
    write,
    edit: (path, change) => write(path, change(readFileSync(join(dir, path), 'utf8'))),
    objects: () => objectsOf(name),
    [Symbol.asyncDispose]: async () => {
      await removeObjects(name);
      rmSync(root, { recursive: true, force: true });
    },
  };
  fill(made);
  return made;
}

/** This process's environment without what would choose a project, an environment or a value for the program. */
function ambient(): NodeJS.ProcessEnv {
  const chosen =
    /^(COMPOSE_|BERTH_|API_|API__|DB__|WEB_|WORKER__|SCHEDULER__|ENVIRONMENT$|GIT_SHA$|APP_VERSION$|BUILD_DATE$|CI$)/;
  const kept = Object.entries(process.env).filter(([name]) => !chosen.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
