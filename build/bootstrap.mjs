// The one door of `npm run …`: works on any Node >= 20 with nothing installed.
// Usage: node build/bootstrap.mjs TASK [ARGS]   installs what package-lock.json says when it is not there yet, then runs
// build/TASK.ts on the Node that Berth is made for. Says nothing when there is nothing to do.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = dirname(fileURLToPath(import.meta.url));
const root = dirname(build);
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';

/** What the keychain module is compiled with where no ready-made build of it can be downloaded. */
const compilerPackages = ['libsecret-1-dev', 'pkg-config', 'python3', 'make', 'g++'];

const [task, ...args] = process.argv.slice(2);
if (task === undefined || !existsSync(join(build, `${task}.ts`))) {
  console.error(`usage: node build/bootstrap.mjs TASK [ARGS]\n  TASK is one of: ${tasks().join(', ')}`);
  process.exit(2);
}
installWhatIsMissing();
runTask();

function tasks() {
  const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts ?? {};
  const files = readdirSync(build)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3));
  return files.filter((file) => file in scripts);
}

function installWhatIsMissing() {
  if (isInstalled()) return;
  installCompiler();
  console.error('berth: installing dependencies (npm ci)');
  const [command, first] = npm();
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync(command, [...first, ...flags], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: windows && first.length === 0,
  });
  if (done.status !== 0) {
    console.error(`berth: npm ci failed${done.error ? `: ${done.error.message}` : ''}`);
    process.exit(done.status || 1);
  }
}

/** npm as it runs now, or as it is found on the path. */
function npm() {
  const running = process.env.npm_execpath;
  return running?.endsWith('.js') ? [process.execPath, [running]] : ['npm', []];
}

/**
 * npm writes node_modules/.package-lock.json last, when everything is in place. Where it names every package of
 * package-lock.json with the same hash, nothing is missing; packages of other systems and optional ones may be.
 */
function isInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(modules, '.package-lock.json'));
  if (present === null || wanted === null || !existsSync(nodeOfBerth())) return false;
  const same = ([path, { optional, version, integrity }]) =>
    path === '' || optional || (present[path]?.version === version && present[path]?.integrity === integrity);
  return Object.entries(wanted).every(same) && !keychainCanBeMended();
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** An optional dependency that does not compile is left out silently: worth another try once the compiler is there. */
function keychainCanBeMended() {
  return (
    !existsSync(join(modules, 'keytar', 'build', 'Release')) &&
    isDebianAsRoot() &&
    missingPackages().length > 0
  );
}

function installCompiler() {
  if (!isDebianAsRoot()) return;
  const missing = missingPackages();
  if (missing.length === 0) return;
  console.error(`berth: installing ${missing.join(' ')}`);
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...missing]);
}

function apt(parameters) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', parameters, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Not the end: the ready-made build of the keychain module may still be had.
  if (status !== 0) console.error(`berth: apt-get ${parameters[0]} failed: ${stderr?.trim()}`);
}

function missingPackages() {
  const { stdout } = spawnSync(
    'dpkg-query',
    ['-W', '-f', '${db:Status-Abbrev}${Package}\n', ...compilerPackages],
    { encoding: 'utf8' },
  );
  const installed = (stdout ?? '')
    .split('\n')
    .filter((line) => line.startsWith('ii '))
    .map((line) => line.slice(3));
  return compilerPackages.filter((name) => !installed.includes(name));
}

function isDebianAsRoot() {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** The Node of the devDependency `node`, the same release line as the one inside Electron. */
function nodeOfBerth() {
  return join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');
}

/** Runs the task in place of this process: same terminal, signals passed on, same end. */
function runTask() {
  const child = spawn(nodeOfBerth(), [join(build, `${task}.ts`), ...args], { cwd: root, stdio: 'inherit' });
  // A terminal sends Ctrl+C to both processes; this one stays until the other has ended in its own way.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`berth: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}
