import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Desk } from '../../../src-main/engine/desk.ts';
import { interchangeProjects } from './interchange-projects.ts';
import { docker, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

const command = promisify(execFile);
let at: Place;
let desk: Desk;

beforeEach(async () => {
  at = await place();
  desk = realDesk(at.settings);
});

afterEach(async () => {
  await desk.close();
  const anonymous = await anonymousVolumes();
  await at.remove();
  await removeVolumes(anonymous);
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    if (name.endsWith('/')) await mkdir(join(at.dir, name));
    else await writeFile(join(at.dir, name), name === 'compose.yaml' ? `name: ${at.project}\n${text}` : text);
  }
}

/** As a person types it in the project's folder: the override file is found too. */
async function compose(...args: readonly string[]): Promise<string> {
  const { stderr } = await command('docker', ['compose', '--progress', 'plain', ...args], { cwd: at.dir });
  return stderr;
}

/** Containers, networks and volumes of the project. */
async function leftovers(): Promise<readonly string[]> {
  const label = `label=com.docker.compose.project=${at.project}`;
  const lists = await Promise.all([
    docker('ps', '-aq', '--filter', label),
    docker('network', 'ls', '-q', '--filter', label),
    docker('volume', 'ls', '-q', '--filter', label),
  ]);
  return lists.flatMap((list) => list.split('\n')).filter((line) => line !== '');
}

/** They carry no label of the project, and outlive a `down` without `-v`: asked for while there are containers. */
async function anonymousVolumes(): Promise<readonly string[]> {
  const ids = Object.values(await at.containers());
  if (ids.length === 0) return [];
  const format = '{{range .Mounts}}{{.Name}} {{end}}';
  const names = await docker('container', 'inspect', '--format', format, ...ids);
  return [...new Set(names.split(/\s+/).filter((name) => /^[0-9a-f]{64}$/.test(name)))];
}

async function removeVolumes(names: readonly string[]): Promise<void> {
  if (names.length > 0) await docker('volume', 'rm', '-f', ...names);
}

async function up(): Promise<void> {
  const session = await openSession(desk, at.dir);
  await session.reload(new AbortController().signal);
  const run = await runGoal(session, 'up');
  expect(run.problems).toEqual([]);
}

describe.each(Object.entries(interchangeProjects))('%s', (_, files) => {
  it('what Berth brought up, docker compose leaves as it is and takes down whole', async () => {
    await write(files);
    await up();
    const before = await at.containers();
    expect(await compose('up', '-d')).not.toMatch(/recreate/i);
    expect(await at.containers()).toEqual(before);
    await compose('down', '-v');
    expect(await leftovers()).toEqual([]);
  });

  it('what docker compose brought up, Berth leaves as it is and takes down whole', async () => {
    await write(files);
    await compose('up', '-d');
    const before = await at.containers();
    const session = await openSession(desk, at.dir);
    const run = await runGoal(session, 'up');
    expect(run.problems).toEqual([]);
    expect(run.steps.filter(({ title }) => !title.startsWith('start '))).toEqual([]);
    expect(await at.containers()).toEqual(before);
    const anonymous = await anonymousVolumes();
    expect((await runGoal(session, 'down')).problems).toEqual([]);
    await removeVolumes([...anonymous, `${at.project}_data`]);
    expect(await leftovers()).toEqual([]);
  });
});

it('a lender made anew takes its sharers along, and docker compose agrees', async () => {
  const files = interchangeProjects['shared namespaces'] ?? {};
  await write(files);
  await up();
  const before = await at.containers();
  const text = files['compose.yaml'] ?? '';
  await write({ 'compose.yaml': text.replace('ipc: shareable', 'ipc: shareable, labels: { a: b }') });
  await up();
  const after = await at.containers();
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  expect(Object.keys(after).filter((name) => after[name] === before[name])).toEqual([]);
  expect(await compose('up', '-d')).not.toMatch(/recreate/i);
  expect(await at.containers()).toEqual(after);
});

it('sharers of a lender that docker compose made anew alone are made anew by Berth', async () => {
  await write(interchangeProjects['shared namespaces'] ?? {});
  await compose('up', '-d');
  await compose('up', '-d', '--force-recreate', '--no-deps', 'base');
  const before = await at.containers();
  await up();
  const after = await at.containers();
  expect(Object.keys(after).filter((name) => after[name] === before[name])).toEqual([`${at.project}-base-1`]);
  expect(await compose('up', '-d')).not.toMatch(/recreate/i);
  expect(await at.containers()).toEqual(after);
});

it('a hook that fails fails the run with its last words, and what waits for it does not start', async () => {
  const files = interchangeProjects['hooks'] ?? {};
  const text = (files['compose.yaml'] ?? '').replace('> /word', '; exit 3');
  await write({ 'compose.yaml': text });
  const session = await openSession(desk, at.dir);
  const run = await runGoal(session, 'up');
  expect(run.problems).toEqual([
    {
      kind: 'engine-failed',
      call: `post_start hook of ${at.project}-app-1`,
      status: null,
      message: 'it ended with exit code 3: hello',
    },
  ]);
  expect(
    run.steps.find(({ service, title }) => service === 'next' && title.startsWith('start'))?.status,
  ).toBe('skipped');
});
