import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Desk, PlanWish, Session } from '../../../src-main/engine/desk.ts';
import { docker, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let desk: Desk;
let session: Session;

// With settings that are in no file of the data, and without which its log cannot be played.
const compose = (name: string): string => `
name: ${name}
services:
  db:
    image: postgres:16
    command: [postgres, -c, max_prepared_transactions=4, -c, track_commit_timestamp=on, -c, shared_preload_libraries=pg_stat_statements]
    environment: { POSTGRES_USER: app, POSTGRES_DB: app, POSTGRES_HOST_AUTH_METHOD: trust }
    volumes: ["dbdata:/var/lib/postgresql/data"]
    healthcheck: { test: [CMD, pg_isready, -h, 127.0.0.1, -U, app], interval: 1s, timeout: 2s, retries: 60 }
volumes: { dbdata: }
`;

const berth = (name: string): string => `
berth: 1
project: ${name}
database: { service: db, volume: dbdata }
`;

async function done(goal: PlanWish['goal'], flags: PlanWish['flags'] = {}): Promise<void> {
  const run = await runGoal(session, { goal, services: [], flags });
  expect(run.problems).toEqual([]);
  expect(run.status).toBe('done');
}

const container = (): string => `${at.project}-db-1`;
const sql = (...texts: readonly string[]): Promise<string> =>
  docker(...['exec', container(), 'psql', '-U', 'app', '-At'], ...texts.flatMap((text) => ['-c', text]));

/** What a command finds in the volume of the snapshot, where the service has its data. */
const inSnapshot = (command: string): Promise<string> =>
  docker(
    ...['run', '--rm', '--network', 'none', '-v', `${at.project}_dbdata.s-base:/var/lib/postgresql/data:ro`],
    ...['--entrypoint', 'sh', 'postgres:16', '-c', `cd "$PGDATA" && ${command}`],
  );

beforeEach(async () => {
  at = await place();
  desk = realDesk(at.settings);
  await at.write({ 'compose.yaml': compose(at.project), 'berth.yaml': berth(at.project) });
  session = await openSession(desk, at.dir);
  await done('up');
  await sql('create table notes (text text)', "insert into notes values ('mine')");
});

afterEach(async () => {
  await desk.close();
  await at.remove();
});

describe('a snapshot that the server takes of itself', () => {
  it('is data at rest, whole and as the server had it, and the server goes on meanwhile', async () => {
    await sql('begin', "insert into notes values ('prepared')", "prepare transaction 'two phases'");
    const owner = await docker('exec', container(), 'sh', '-c', 'stat -c "%u:%g %a" "$PGDATA"');
    const started = await docker('inspect', '-f', '{{.State.StartedAt}}', container());
    await done('snapshot', { name: 'base' });
    expect(await docker('inspect', '-f', '{{.State.StartedAt}}', container())).toBe(started);
    expect(await inSnapshot('pg_controldata | grep "cluster state"')).toMatch(/: +shut down$/);
    expect(await inSnapshot('ls')).not.toMatch(/backup_label$|\.signal/m);
    expect(await inSnapshot('stat -c "%u:%g %a" .')).toBe(owner);
    await sql("commit prepared 'two phases'", "insert into notes values ('later')");

    await done('restore', { name: 'base' });
    expect(await sql('select text from notes')).toBe('mine');
    await sql("commit prepared 'two phases'");
    expect(await sql('select text from notes order by 1')).toBe('mine\nprepared');
    expect(await sql('select count(*) from notes where pg_xact_commit_timestamp(xmin) is null')).toBe('0');
    expect(await sql('show track_commit_timestamp')).toBe('on');
  });
});
