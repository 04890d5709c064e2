import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunView } from '../../../src-main/contract/view.ts';
import type { Desk, Session } from '../../../src-main/engine/desk.ts';
import { killedAt } from './killed-at.ts';
import { docker, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let desk: Desk;

beforeEach(async () => {
  at = await place();
  desk = realDesk(at.settings);
  await at.write({ 'compose.yaml': compose(at.project), 'berth.yaml': berth(at.project) });
});

afterEach(async () => {
  await desk.close();
  await at.remove();
});

// The check asks over the socket, where the entry script's temporary server answers too: a probe must not be fooled by it.
const compose = (name: string): string => `
name: ${name}
services:
  db:
    image: postgres:16
    environment: { POSTGRES_USER: app, POSTGRES_DB: app, POSTGRES_HOST_AUTH_METHOD: trust }
    volumes: ["dbdata:/var/lib/postgresql/data"]
    healthcheck: { test: [CMD, pg_isready, -U, app], interval: 1s, timeout: 2s, retries: 60 }
  api:
    image: postgres:16
    entrypoint: []
    command: [sh, -c, "psql -h db -U app -c 'select 1' && exec sleep 600"]
    init: true
    stop_grace_period: 1s
    depends_on: { db: { condition: service_healthy } }
volumes: { dbdata: }
`;

const berth = (name: string): string => `
berth: 1
project: ${name}
database:
  service: db
  volume: dbdata
  migrate: { service: api, command: [psql, -h, db, -U, app, -c, "create table notes (text text)"] }
  seed: { service: api, command: [psql, -h, db, -U, app, -c, "insert into notes values ('seeded')"] }
environments:
  local: { seed: true }
`;

const sql = (text: string): Promise<string> =>
  docker('exec', `${at.project}-db-1`, 'psql', '-U', 'app', '-Atc', text);
const notes = (): Promise<string> => sql('select text from notes order by 1');

async function withNotes(): Promise<Session> {
  const session = await openSession(desk, at.dir);
  const run = await runGoal(session, 'up');
  expect(run.problems).toEqual([]);
  await sql("create table notes (text text); insert into notes values ('mine'), ('precious')");
  return session;
}

describe('the database of a project', () => {
  it('reset gives a migrated and seeded one, undo the old one, undo again the new one', async () => {
    const session = await withNotes();
    const reset = await runGoal(session, 'reset');
    expect(reset.problems).toEqual([]);
    expect(await notes()).toBe('seeded');
    expect(session.view().database).toMatchObject({ current: 2, undo: 1 });
    expect((await runGoal(session, 'undo')).status).toBe('done');
    expect(await notes()).toBe('mine\nprecious');
    expect((await runGoal(session, 'undo')).status).toBe('done');
    expect(await notes()).toBe('seeded');
    expect((await runGoal(session, 'up')).nothingToDo).toBe(true);
    expect(session.view().services.every(({ verdict }) => verdict === 'green')).toBe(true);
  });

  it('a migration that fails leaves the rows, the services and no half-made container', async () => {
    const session = await withNotes();
    await at.write({ 'berth.yaml': berth(at.project).replace('create table notes', 'creat table notes') });
    await session.reload(new AbortController().signal);
    const run = await runGoal(session, 'reset');
    expect(run.status).toBe('failed');
    expect(run.problems[0]).toMatchObject({ kind: 'database-step-failed', step: 'migrate', exitCode: 1 });
    expect(JSON.stringify(run.problems[0])).toContain('syntax error');
    expect(await notes()).toBe('mine\nprecious');
    expect(Object.keys(await at.containers()).sort()).toEqual([`${at.project}-api-1`, `${at.project}-db-1`]);
    expect(session.view().services.every(({ verdict }) => verdict === 'green')).toBe(true);
  });

  it('a reset that is cancelled when its copy has been started goes back, and the next one takes another copy', async () => {
    const session = await withNotes();
    const reset = async (watch?: (view: RunView) => void): Promise<string> =>
      (await runGoal(session, 'reset', watch)).status;
    expect(await reset()).toBe('done');
    await sql("insert into notes values ('mine')");
    const mounted = (): Promise<string> =>
      docker('inspect', '-f', '{{range .Mounts}}{{.Name}}{{end}}', `${at.project}-db-1`);
    expect(await mounted()).toBe(`${at.project}_dbdata.g2`);
    const cancelled = await reset(({ id, steps }) => {
      const started = steps.some(({ title, status }) => title === 'start container' && status === 'done');
      if (started) session.cancel(id);
    });
    expect(cancelled).toBe('cancelled');
    expect(await notes()).toBe('mine\nseeded');
    expect(await reset()).toBe('done');
    expect(await mounted()).toBe(`${at.project}_dbdata.g5`);
    expect(await notes()).toBe('seeded');
    expect(await docker('volume', 'ls', '-q', '--filter', `name=${at.project}_dbdata.g3`)).toBe('');
  });

  it('a live volume that was removed outside and that an up made anew is there when all is down, and stays', async () => {
    const session = await withNotes();
    expect((await runGoal(session, 'reset')).problems).toEqual([]);
    await runGoal(session, 'down');
    await docker('volume', 'rm', `${at.project}_dbdata.g2`);
    expect((await runGoal(session, 'up')).problems).toEqual([]);
    await sql("create table notes (text text); insert into notes values ('anew')");
    await runGoal(session, 'down');
    await session.close();
    const next = await openSession(realDesk(at.settings), at.dir);
    expect((await runGoal(next, 'up')).problems).toEqual([]);
    expect(await notes()).toBe('anew');
    await next.close();
  });

  // The instants at which the process is killed: the title of the step that has just begun.
  it.each([
    ['create volume', 'mine\nprecious'],
    ['stop container', 'mine\nprecious'],
    ['remove container', 'mine\nprecious'],
    ['give the new container', 'mine\nprecious'],
    ['start one-off container', 'mine\nprecious'],
  ])('killed in a reset at "%s", the next up brings the old rows back', async (instant, rows) => {
    const session = await withNotes();
    await session.close();
    await killedAt({ ...at, wish: { goal: 'reset', services: [] }, title: instant });
    const next = await openSession(realDesk(at.settings), at.dir);
    const run = await runGoal(next, 'up');
    expect(run.problems).toEqual([]);
    expect(await notes()).toBe(rows);
    expect(next.view().services.every(({ verdict }) => verdict === 'green')).toBe(true);
    expect(Object.keys(await at.containers()).sort()).toEqual([`${at.project}-api-1`, `${at.project}-db-1`]);
    await next.close();
  });

  it('killed after the pointer moved, the next up finishes on the new generation, and undo still works', async () => {
    const session = await withNotes();
    await session.close();
    await killedAt({ ...at, wish: { goal: 'reset', services: [] }, title: 'start container', nth: 2 });
    const next = await openSession(realDesk(at.settings), at.dir);
    expect((await runGoal(next, 'up')).problems).toEqual([]);
    expect(await notes()).toBe('seeded');
    expect((await runGoal(next, 'undo')).problems).toEqual([]);
    expect(await notes()).toBe('mine\nprecious');
    await next.close();
  });
});
