import { mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Desk, Session } from '../../../src-main/engine/desk.ts';
import { ensureImages } from '../../lab/images.ts';
import { freePort } from '../../cli/project.ts';
import { docker, never, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let desk: Desk;

beforeEach(async () => {
  await ensureImages(['busybox:1.36']);
  at = await place();
  desk = realDesk(at.settings);
  await at.write({ 'compose.yaml': compose(at.project) });
});
afterEach(async () => {
  await desk.close();
  await at.remove();
});

const compose = (name: string): string =>
  `name: ${name}\nservices: { a: { image: "busybox:1.36", command: [sleep, "600"], init: true } }\n`;

/** The same Compose file in another folder. */
async function clone(name: string): Promise<string> {
  const dir = join(at.dir, '..', name);
  await mkdir(dir);
  await at.write({ [`../${name}/compose.yaml`]: compose(at.project) });
  return dir;
}

const problemsOf = async (session: Session, goal: 'up' | 'down') => {
  const plan = await session.plan({ goal, services: [] }, never);
  return plan.ok ? [] : plan.error;
};

it('what another clone started is neither changed nor stopped, and its folder is named', async () => {
  await runGoal(await openSession(desk, at.dir), 'up');
  const before = await at.containers();
  const other = await openSession(desk, await clone('clone'));
  const problem = {
    kind: 'project-elsewhere',
    project: at.project,
    dir: at.dir,
    containers: [`${at.project}-a-1`],
  };
  expect(await problemsOf(other, 'up')).toEqual([problem]);
  expect(await problemsOf(other, 'down')).toEqual([problem]);
  expect(await other.start({ goal: 'down', services: [] }, null, never)).toEqual({
    ok: false,
    error: [problem],
  });
  expect(await at.containers()).toEqual(before);
});

it('what docker compose started from another clone is told the same way', async () => {
  await at.compose('up', '-d');
  const other = await openSession(desk, await clone('clone'));
  expect(await problemsOf(other, 'up')).toMatchObject([{ kind: 'project-elsewhere', dir: at.dir }]);
});

it('a name of its own is the way out', async () => {
  await runGoal(await openSession(desk, at.dir), 'up');
  const opened = await desk.open({
    dir: await clone('clone'),
    environment: 'local',
    files: null,
    compose: { projectName: `${at.project}-2` },
  });
  const session = opened.ok ? desk.session(opened.value.id) : opened;
  if (!session.ok) return expect.fail();
  expect(await problemsOf(session.value, 'up')).toEqual([]);
});

it('the same folder through a link is the same project, as it is for docker compose', async () => {
  const link = join(at.dir, '..', 'link');
  await symlink(at.dir, link);
  await at.compose('--project-directory', link, '-f', join(link, 'compose.yaml'), 'up', '-d');
  const before = await at.containers();
  const session = await openSession(desk, at.dir);
  expect((await runGoal(session, 'up')).status).toBe('done');
  expect(await at.containers()).toEqual(before);
  expect((await runGoal(session, 'down')).status).toBe('done');
});

it('a name and a port that something else has are told together, before anything is made', async () => {
  const port = await freePort();
  const name = `${at.project}-taken`;
  const published = `127.0.0.1:${port}:80`;
  await docker('run', '-d', '--init', '--name', name, '-p', published, 'busybox:1.36', 'sleep', '600');
  try {
    await at.write({
      'compose.yaml': `name: ${at.project}\nservices: { a: { image: "busybox:1.36", container_name: ${name}, ports: ["${published}"] } }\n`,
    });
    const run = await runGoal(await openSession(desk, at.dir), 'up');
    expect(run.problems).toEqual([
      expect.objectContaining({ kind: 'port-taken', port, owner: `container ${name}` }),
      expect.objectContaining({
        kind: 'name-taken',
        name,
        owner: expect.stringMatching(/^Container [0-9a-f]{12}$/),
      }),
    ]);
    expect(await at.containers()).toEqual({});
    expect(await docker('network', 'ls', '-q', '--filter', `name=${at.project}_`)).toBe('');
  } finally {
    await docker('rm', '-f', name);
  }
});

it('a folder that was moved takes its containers along', async () => {
  await runGoal(await openSession(desk, at.dir), 'up');
  const moved = join(at.dir, '..', 'moved');
  await rename(at.dir, moved);
  expect((await runGoal(await openSession(desk, moved), 'down')).status).toBe('done');
  expect(await at.containers()).toEqual({});
});

it('the same Compose file used from the folder above is the same project', async () => {
  await at.compose('--project-directory', join(at.dir, '..'), '-f', join(at.dir, 'compose.yaml'), 'up', '-d');
  expect(await problemsOf(await openSession(desk, at.dir), 'down')).toEqual([]);
});
