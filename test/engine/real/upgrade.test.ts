import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desk, Session } from '../../../src-main/engine/desk.ts';
import { ensureImages } from '../../lab/images.ts';
import { killedAt } from './killed-at.ts';
import { docker, never, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let desk: Desk;
let session: Session;

// The stand-in of postgres:16 is Debian's 15; so this is the way from 15 to 17.
beforeAll(async () => {
  expect(await ensureImages(['postgres:16', 'postgres:17'])).toMatchObject({ ready: true });
});

beforeEach(async () => {
  at = await place();
  desk = realDesk(at.settings);
  await at.write({ 'compose.yaml': compose(at.project, 'postgres:16'), 'berth.yaml': berth(at.project) });
  session = await openSession(desk, at.dir);
  expect((await runGoal(session, 'up')).problems).toEqual([]);
  await sql(`create role reader login password 'old words'; create schema shop;
    create table shop."odd 'name" (id serial primary key, said text);
    insert into shop."odd 'name" (said) select 'Grüße ' || n from generate_series(1, 500) n;
    grant usage on schema shop to reader`);
  await sql("alter system set work_mem = '7MB'");
  await sql('select pg_reload_conf()');
  await sql('create database "zweite"');
});

afterEach(async () => {
  await desk.close();
  await at.remove();
});

const compose = (name: string, image: string): string => `
name: ${name}
services:
  db:
    image: ${image}
    environment: { POSTGRES_USER: app, POSTGRES_DB: app, POSTGRES_PASSWORD: "it's $$ecret" }
    volumes: ["dbdata:/var/lib/postgresql/data"]
    healthcheck: { test: [CMD, pg_isready, -U, app, -h, 127.0.0.1], interval: 1s, timeout: 2s, retries: 60 }
volumes: { dbdata: }
`;

const berth = (project: string): string => `
berth: 1
project: ${project}
database: { service: db, volume: dbdata }
`;

const sql = (text: string): Promise<string> =>
  docker('exec', `${at.project}-db-1`, 'psql', '-U', 'app', '-v', 'ON_ERROR_STOP=1', '-Atqc', text);

const login = (user: string, password: string): Promise<string> =>
  docker(
    ...['exec', '-e', `PGPASSWORD=${password}`, `${at.project}-db-1`, 'sh', '-c'],
    `psql -h "$(hostname -i)" -U ${user} -d app -Atc 'select current_user'`,
  );

const facts = async (): Promise<readonly string[]> => [
  await sql(`select count(*), max(said), nextval('shop."odd ''name_id_seq"') > 500 from shop."odd 'name"`),
  await sql("select count(*) from pg_roles where rolname in ('app', 'reader')"),
  await sql("select count(*) from pg_database where datname in ('app', 'zweite')"),
  await sql('show work_mem'),
];
const whole = ['500|Grüße 99|t', '2', '2', '7MB'];
const version = async (): Promise<string> => (await sql('show server_version')).split('.')[0] ?? '';

const useImage = async (image: string): Promise<void> => {
  await at.write({ 'compose.yaml': compose(at.project, image) });
  await session.reload(never);
};

const tree = (volume: string): Promise<string> =>
  docker(
    ...['run', '--rm', '--network', 'none', '-v', `${volume}:/v:ro`, 'busybox:1.36', 'sh', '-c'],
    'cd /v && find . -type f -exec sha256sum {} + | sort',
  );
const volumes = async (): Promise<readonly string[]> =>
  (await docker('volume', 'ls', '-q', '--filter', `name=${at.project}_`)).split('\n').sort();

describe('a server of a later version', () => {
  it('is refused on the data with the upgrade as a choice, which brings all of it, and undo goes back', async () => {
    await useImage('postgres:17');
    const up = await session.plan({ goal: 'up', services: [] }, never);
    expect(up).toMatchObject({ ok: false, error: [{ kind: 'server-version', found: '15', wanted: '17' }] });
    await docker('stop', `${at.project}-db-1`);
    const before = await tree(`${at.project}_dbdata`);
    const run = await runGoal(session, 'upgrade');
    expect(run.problems).toEqual([]);
    expect(await tree(`${at.project}_dbdata`)).toBe(before);
    expect(await version()).toBe('17');
    expect(await facts()).toEqual(whole);
    // Over the network, where a password is asked for: the roles came with theirs.
    expect(await login('app', "it's $ecret")).toBe('app');
    expect(await login('reader', 'old words')).toBe('reader');
    await expect(login('reader', 'other words')).rejects.toThrow('password authentication failed');
    expect(session.view().database).toMatchObject({ current: 2, undo: 1 });
    expect(session.view().database?.generations.find(({ number }) => number === 2)?.server).toBe('17');
    expect(await volumes()).toEqual([`${at.project}_dbdata`, `${at.project}_dbdata.g2`]);
    expect((await runGoal(session, 'upgrade')).nothingToDo).toBe(true);
    // The old data is as the old server left it: with its image, undo is what it always is.
    const undo = await session.plan({ goal: 'undo', services: [] }, never);
    expect(undo).toMatchObject({ ok: false, error: [{ kind: 'server-version', found: '15', wanted: '17' }] });
    await useImage('postgres:16');
    expect((await runGoal(session, 'undo')).problems).toEqual([]);
    expect(await version()).toBe('15');
    expect(await facts()).toEqual(whole);
  });

  it('that cannot load the data changes nothing: the old server goes on, with the log', async () => {
    // A setting that the later version no longer knows.
    await sql("alter system set vacuum_defer_cleanup_age = '7'");
    await useImage('postgres:17');
    const run = await runGoal(session, 'upgrade');
    expect(run.status).toBe('failed');
    expect(await version()).toBe('15');
    expect((await facts()).slice(0, 3)).toEqual(whole.slice(0, 3));
    expect(session.view().database).toMatchObject({ current: 1, undo: null });
    expect(Object.keys(await at.containers())).toEqual([`${at.project}-db-1`]);
  });

  it.each(['copy', 'create container', 'remove container', 'give the new container', 'start container'])(
    'killed at "%s" the old server is back by the next start, on its data, and the upgrade works then',
    async (title) => {
      await useImage('postgres:17');
      await desk.close();
      await killedAt({ ...at, wish: { goal: 'upgrade', services: [] }, title });
      desk = realDesk(at.settings);
      session = await openSession(desk, at.dir);
      await expect.poll(() => session.view().services[0]?.verdict, { timeout: 30_000 }).toBe('green');
      const now = await version();
      if (now === '15') expect((await runGoal(session, 'upgrade')).problems).toEqual([]);
      expect(await version()).toBe('17');
      expect(await facts()).toEqual(whole);
    },
  );
});
