import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const clone = mkdtempSync(join(tmpdir(), 'berth-bootstrap-'));
const bootstrap = join(clone, 'build/bootstrap.mjs');

const modules = join(root, 'node_modules');
const installedLock = join(modules, '.package-lock.json');

/**
 * Borrows what is installed here, package by package: should an install ever begin in there, it finds a folder of its own to
 * empty and not the one of this repository.
 */
function borrowModules(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  cpSync(installedLock, join(folder, 'node_modules/.package-lock.json'));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node', 'keytar'].filter((candidate) => existsSync(join(modules, candidate))))
    symlinkSync(join(modules, name), join(folder, 'node_modules', name));
}

/** A clone with nothing but tasks, in which everything is installed that its lock file says. */
beforeAll(() => {
  mkdirSync(join(clone, 'build'));
  cpSync(join(root, 'build/bootstrap.mjs'), bootstrap);
  cpSync(installedLock, join(clone, 'package-lock.json'));
  borrowModules(clone);
  const start = `process.on('SIGTERM', () => process.exit(9));
    console.log(JSON.stringify(process.argv.slice(2)), Number.parseInt(process.versions.node));
    if (process.argv.includes('stay')) setInterval(() => {}, 1000); else process.exitCode = 7;`;
  writeFileSync(join(clone, 'build/start.ts'), start);
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

test('a task gets its arguments, runs on the Node of the project, and its exit code is passed on', () => {
  const run = spawnSync('node', [bootstrap, 'start', '--exit', 'a b'], { encoding: 'utf8' });
  expect([run.stdout, run.stderr, run.status]).toEqual(['["--exit","a b"] 24\n', '', 7]);
});

test('an unknown task is refused with the list of tasks', () => {
  const run = spawnSync('node', [bootstrap, 'nothing'], { encoding: 'utf8' });
  expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('TASK is one of: start')]);
});

test.skipIf(process.platform === 'win32')(
  'a signal reaches the task, which decides how it ends',
  async () => {
    const child = spawn('node', [bootstrap, 'start', 'stay'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(9);
  },
);

test.skipIf(process.platform === 'win32')(
  'dependencies are installed when the lock names another version than is there',
  () => {
    const changed = join(clone, 'changed');
    mkdirSync(join(changed, 'build'), { recursive: true });
    mkdirSync(join(changed, 'bin'));
    for (const name of ['build/bootstrap.mjs', 'build/start.ts'])
      cpSync(join(clone, name), join(changed, name));
    borrowModules(changed);
    const lock = { packages: { '': {}, 'node_modules/zod': { version: '0.0.1' } } };
    writeFileSync(join(changed, 'package-lock.json'), JSON.stringify(lock));
    writeFileSync(join(changed, 'bin/npm'), '#!/bin/sh\necho "npm $*"\n', { mode: 0o755 });
    const env = { ...process.env, PATH: `${join(changed, 'bin')}:${process.env['PATH']}`, npm_execpath: '' };
    const run = spawnSync('node', [join(changed, 'build/bootstrap.mjs'), 'start'], { encoding: 'utf8', env });
    expect(run.stderr).toContain('npm ci --no-audit --no-fund');
    expect(run.status).toBe(7);
  },
);
