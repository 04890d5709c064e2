import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import type { Desk, PlanWish, Session } from '../../../src-main/engine/desk.ts';
import { FakeKeychain } from '../../support/fake-world.ts';
import { killedAt } from './killed-at.ts';
import { docker, never, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let keychain: FakeKeychain;
let desk: Desk;
let session: Session;
let file: string;

beforeEach(async () => {
  at = await place();
  keychain = new FakeKeychain();
  desk = realDesk(at.settings, keychain);
  file = join(at.dir, 'demo.berth');
  session = await opened(at, desk);
  await sql(at, "create table notes (text text); insert into notes values ('mine')");
  await done({ goal: 'snapshot', services: [], flags: { name: 'demo', note: 'for the demo' } });
});

afterEach(async () => {
  await desk.close();
  await at.remove();
});

const compose = (name: string): string => `
name: ${name}
services:
  db:
    image: postgres:16
    environment: { POSTGRES_USER: app, POSTGRES_DB: app, POSTGRES_HOST_AUTH_METHOD: trust }
    volumes: ["dbdata:/var/lib/postgresql/data"]
    healthcheck: { test: [CMD, pg_isready, -U, app], interval: 1s, timeout: 2s, retries: 60 }
volumes: { dbdata: }
`;

const berth = (project: string): string => `
berth: 1
project: ${project}
database: { service: db, volume: dbdata }
`;

async function opened({ dir, project, write }: Place, on: Desk, identity = 'shop'): Promise<Session> {
  await write({ 'compose.yaml': compose(project), 'berth.yaml': berth(identity) });
  const made = await openSession(on, dir);
  expect((await runGoal(made, 'up')).problems).toEqual([]);
  return made;
}

const sql = ({ project }: Place, text: string): Promise<string> =>
  docker('exec', `${project}-db-1`, 'psql', '-U', 'app', '-Atc', text);

async function done(wish: PlanWish, on = session): Promise<void> {
  const run = await runGoal(on, wish);
  expect(run.problems).toEqual([]);
  expect(run.status).toBe('done');
}

const exporting = (to = file): PlanWish => ({
  goal: 'export',
  services: [],
  flags: { name: 'demo', file: to },
});
const importing = (flags: PlanWish['flags'] = {}): PlanWish => ({
  goal: 'import',
  services: [],
  flags: { file, name: 'copy', ...flags },
});

async function refused(wish: PlanWish, on = session): Promise<readonly Problem[]> {
  const plan = await on.plan(wish, never);
  return plan.ok ? [] : plan.error;
}

/** Name → hash of all volumes of the project: what an import may only add to. */
const volumes = async ({ project }: Place): Promise<readonly string[]> =>
  (await docker('volume', 'ls', '-q', '--filter', `name=${project}_`)).split('\n').sort();
const own = ({ project }: Place): Promise<string> =>
  docker('ps', '-aq', '--filter', `label=berth.project=${project}`);

/** Every file of a volume with owner, mode, size, time and content, as a busybox sees it. */
const tree = (volume: string): Promise<string> =>
  docker(
    ...['run', '--rm', '--network', 'none', '-v', `${volume}:/v:ro`, 'busybox:1.36', 'sh', '-c'],
    'cd /v && find . -exec stat -c "%n %u:%g %a %s" {} + | sort && find . -type f -exec sha256sum {} + | sort',
  );

describe('a bundle', () => {
  it('carries a snapshot to another clone, which restores it; the live database is not touched before', async () => {
    await done(exporting());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const other = await place();
    const desk2 = realDesk(other.settings);
    try {
      const session2 = await opened(other, desk2);
      await sql(other, "create table notes (text text); insert into notes values ('theirs')");
      const [unknown] = await refused(importing(), session2);
      expect(unknown).toMatchObject({ kind: 'bundle-untrusted', file, signer: expect.stringContaining('@') });
      const trust = unknown?.kind === 'bundle-untrusted' ? unknown.key : '';
      await done(importing({ trust }), session2);
      expect(await sql(other, 'select text from notes')).toBe('theirs');
      expect(await tree(`${other.project}_dbdata.s-copy`)).toBe(await tree(`${at.project}_dbdata.s-demo`));
      const [snapshot] = session2.view().database?.snapshots ?? [];
      expect(snapshot).toMatchObject({
        name: 'copy',
        note: 'for the demo',
        image: 'postgres:16',
        server: '15',
      });
      await done({ goal: 'restore', services: [], flags: { name: 'copy' } }, session2);
      expect(await sql(other, 'select text from notes')).toBe('mine');
      // Once trusted, the key is known.
      await done(importing({ name: 'again' }), session2);
      expect(await own(other)).toBe('');
    } finally {
      await desk2.close();
      await other.remove();
    }
  });

  it('of another project is taken only by its name, and the name of a snapshot is given once', async () => {
    await done(exporting());
    await at.write({ 'berth.yaml': berth('elsewhere') });
    await session.reload(never);
    expect(await refused(importing())).toMatchObject([
      { kind: 'bundle-foreign', project: 'shop', expected: 'elsewhere' },
    ]);
    expect(await refused(importing({ fromProject: 'other' }))).toMatchObject([{ kind: 'bundle-foreign' }]);
    expect(await refused(importing({ fromProject: 'shop', name: 'demo' }))).toMatchObject([
      { kind: 'snapshot-exists' },
    ]);
    await done(importing({ fromProject: 'shop' }));
  });

  it('is refused where the name of its signer is known with another key', async () => {
    await done(exporting());
    keychain.kept.clear();
    const second = join(at.dir, 'second.berth');
    const known = join(at.settings, 'bundle-keys.json');
    const before = await readFile(known, 'utf8');
    await done(exporting(second));
    await writeFile(known, before);
    const [{ id = '' } = {}] = JSON.parse(before) as { id?: string }[];
    expect(await refused(importing({ file: second }))).toMatchObject([
      { kind: 'bundle-key-changed', expected: id, found: expect.not.stringMatching(id) },
    ]);
    expect(await desk.forgetBundleKey(id)).toEqual({ ok: true, value: true });
    expect(await refused(importing({ file: second }))).toMatchObject([{ kind: 'bundle-untrusted' }]);
  });

  it('whose data was changed or cut off leaves nothing behind, and one that is there is not overwritten', async () => {
    await done(exporting());
    const before = await volumes(at);
    const bytes = await readFile(file);
    const again = await runGoal(session, exporting());
    expect(again.problems).toMatchObject([{ kind: 'file-unwritable', file, detail: 'it is there already' }]);
    expect((await readFile(file)).equals(bytes)).toBe(true);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 40_000] = (changed[bytes.length - 40_000] ?? 0) ^ 1;
    await writeFile(file, changed);
    const run = await runGoal(session, importing());
    expect(run.problems).toMatchObject([
      { kind: 'bundle-invalid', file, expected: expect.stringContaining('SHA-256') },
    ]);
    expect(await volumes(at)).toEqual(before);
    expect(await own(at)).toBe('');
    await writeFile(file, bytes.subarray(0, bytes.length / 2));
    expect(await refused(importing())).toMatchObject([{ kind: 'bundle-invalid' }]);
    await writeFile(file, bytes);
    await done(importing());
  });

  it('that is exchanged between the plan and the run is not read', async () => {
    await done(exporting());
    const second = join(at.dir, 'second.berth');
    await sql(at, "insert into notes values ('more')");
    await done({ goal: 'snapshot', services: [], flags: { name: 'later' } });
    await done({ goal: 'export', services: [], flags: { name: 'later', file: second } });
    const plan = await session.plan(importing(), never);
    await copyFile(second, file);
    const started = await session.start(importing(), plan.ok ? plan.value.id : '', never);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'plan-stale' }] });
  });

  it.each([
    ['export', 'write snapshot'],
    ['import', 'create volume'],
    ['import', 'read'],
  ])(
    'cut off by a kill in %s at "%s" is cleared away by the next start, without a question',
    async (goal, title) => {
      if (goal === 'import') await done(exporting());
      const before = await volumes(at);
      await desk.close();
      const wish = goal === 'export' ? exporting() : importing();
      await killedAt({ settings: at.settings, dir: at.dir, wish, title });
      desk = realDesk(at.settings, keychain);
      session = await openSession(desk, at.dir);
      await expect.poll(() => own(at)).toBe('');
      await expect.poll(() => volumes(at)).toEqual(before);
      expect((await readdir(at.dir)).filter((name) => name.endsWith('.part'))).toEqual([]);
      expect(await sql(at, 'select text from notes')).toBe('mine');
      if (goal === 'export') await rm(file, { force: true });
      await done(wish);
    },
  );
});
