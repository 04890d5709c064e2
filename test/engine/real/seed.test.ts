import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskBundles } from '../../../src-main/adapters/bundle/bundles.ts';
import type { Problem } from '../../../src-main/contract/problem.ts';
import type { BundleManifest } from '../../../src-main/core/database/bundle.ts';
import { addPassword, notYet } from '../../../src-main/core/database/set-password.ts';
import { emptyDraft } from '../../../src-main/core/plan/draft.ts';
import type { Desk, PlanWish, Session } from '../../../src-main/engine/desk.ts';
import { demand } from '../../lab/command.ts';
import { FakeKeychain } from '../../support/fake-world.ts';
import { killedAt } from './killed-at.ts';
import { docker, never, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

// With what a shell, SQL, psql and a URL each take for something else.
const passwords = {
  ours: 'lead\'s \\ "$HOME" %s `id` #1',
  theirs: "hire's \\password; $(id) 'x' -- ü",
} as const;
type Who = keyof typeof passwords;

/** How the server is told its password. */
type By = 'variable' | 'file';

const given: Readonly<Record<By, string>> = {
  variable: 'environment: { POSTGRES_USER: app, POSTGRES_DB: app, POSTGRES_PASSWORD: "${DB__PASSWORD}" }',
  file: `environment: { POSTGRES_USER: app, POSTGRES_DB: app, POSTGRES_PASSWORD_FILE: /run/secrets/password }
    secrets: [password]`,
};

// The api logs in over the network, where the server asks for the password; it is healthy while it can. All that the server is
// told goes to its log.
const compose = (name: string, by: By, more = ''): string => `
name: ${name}
services:
  db:
    image: postgres:16
    ${given[by]}
    command: [postgres, -c, log_statement=all]
    volumes: ["dbdata:/var/lib/postgresql/data"]
    healthcheck: { test: [CMD, pg_isready, -h, 127.0.0.1, -U, app], interval: 1s, timeout: 2s, retries: 60 }
  api:
    image: postgres:16
    entrypoint: []
    command: [sleep, "86400"]
    init: true
    stop_grace_period: 1s
    environment: { PGHOST: db, PGUSER: app, PGPASSWORD: "\${DB__PASSWORD}" }
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: [CMD, psql, -c, select 1], interval: 1s, timeout: 2s, retries: 60 }
    ${more}
volumes: { dbdata: , files: }
${by === 'file' ? 'secrets: { password: { environment: DB__PASSWORD } }' : ''}
`;

const migrate =
  'create table if not exists notes (text text); alter table notes add column checked boolean default true';

const berth = (seed: string, identity = 'shop'): string => `
berth: 1
project: ${identity}
keys:
  DB__PASSWORD: { secret: true, describe: Password of the app role, generate: { password: 24 } }
database:
  service: db
  volume: dbdata
  migrate: { service: api, command: [psql, -v, ON_ERROR_STOP=1, -c, "${migrate}"] }
  ${seed}
environments:
  local: { seed: true }
`;

type Side = { readonly at: Place; readonly desk: Desk; readonly session: Session };

let sides: Side[] = [];

async function side(who: Who, by: By, more = ''): Promise<Side> {
  const at = await place();
  const keychain = new FakeKeychain();
  keychain.kept.set('shop/local/DB__PASSWORD', passwords[who]);
  const desk = realDesk(at.settings, keychain);
  await at.write({ 'compose.yaml': compose(at.project, by, more), 'berth.yaml': berth('') });
  const made = { at, desk, session: await openSession(desk, at.dir) };
  sides.push(made);
  return made;
}

async function done({ session }: Side, wish: PlanWish): Promise<readonly string[]> {
  const run = await runGoal(session, wish);
  expect(run.problems).toEqual([]);
  expect(run.status).toBe('done');
  return run.warnings;
}

const wish = (goal: PlanWish['goal'], flags: PlanWish['flags'] = {}): PlanWish => ({
  goal,
  services: [],
  flags,
});
const [up, reset, prepare] = [wish('up'), wish('reset'), wish('prepare')];

/** As the api logs in, with the password of its own environment. */
const sql = ({ at }: Side, text: string): Promise<string> =>
  docker('exec', `${at.project}-api-1`, 'psql', '-Atc', text);

/** At the server itself, which asks for no password there. */
const inside = ({ at }: Side, text: string): Promise<string> =>
  docker('exec', `${at.project}-db-1`, 'psql', '-U', 'app', '-Atc', text);

const rows = (of: Side): Promise<string> => sql(of, 'select text, checked from notes order by 1');

/** Everything that the project left at the engine and that its settings hold: where no password may be. */
async function told({ at }: Side): Promise<string> {
  // The server writes its log to standard error.
  const log = await demand('sh', ['-c', 'docker logs "$1" 2>&1', 'sh', `${at.project}-db-1`]);
  const files = await readdir(at.settings, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((entry) => entry.isFile())
    .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'));
  return [log, ...(await Promise.all(texts))].join('\n');
}

let ours: Side;
let bundle: string;
let signer: string;

beforeEach(async () => {
  sides = [];
  ours = await side('ours', 'variable');
  bundle = join(ours.at.dir, 'base.berth');
  await done(ours, up);
  await inside(ours, "create table notes (text text); insert into notes values ('of the team'), ('shared')");
  await done(ours, wish('snapshot', { name: 'base' }));
  await done(ours, wish('export', { name: 'base', file: bundle }));
  const head = await diskBundles().readHead(bundle);
  signer = head.ok ? head.value.keyId : '';
});

afterEach(async () => {
  for (const { desk, at } of sides) {
    await desk.close();
    await at.remove();
  }
});

/** The profile of the other side names the bundle as its seed, and the file is where it says. */
async function seeded(of: Side, own = { signer }, bytes: Buffer | null = null): Promise<string> {
  const file = join(of.at.dir, 'seeds', 'base.berth');
  await mkdir(join(of.at.dir, 'seeds'), { recursive: true });
  await writeFile(file, bytes ?? (await readFile(bundle)));
  await of.at.write({ 'berth.yaml': berth(`seed: { bundle: seeds/base.berth, signer: "${own.signer}" }`) });
  await of.session.reload(never);
  return file;
}

async function refused({ session }: Side, of: PlanWish): Promise<readonly Problem[]> {
  const plan = await session.plan(of, never);
  return plan.ok ? [] : plan.error;
}

const volumes = async ({ at }: Side): Promise<readonly string[]> =>
  (await docker('volume', 'ls', '-q', '--filter', `name=${at.project}_`)).split('\n').sort();

const migrated = 'of the team|t\nshared|t';

// A volume of a service that runs the steps: what they write there would not be in a prepared database.
const inPlace = 'volumes: ["files:/files"]';

describe('a bundle as the seed of a profile', () => {
  it.each<By>(['variable', 'file'])(
    'gives a new hire the rows, migrated, with the password of their own machine (by %s), at each reset',
    async (by) => {
      const theirs = await side('theirs', by);
      await seeded(theirs);
      expect(await done(theirs, up)).toEqual([expect.stringContaining('`berth reset` gives it the seed')]);
      await done(theirs, reset);
      expect(await rows(theirs)).toBe(migrated);
      const { services, database } = theirs.session.view();
      expect(services.map(({ verdict }) => verdict)).toEqual(['green', 'green']);
      expect(database).toMatchObject({ current: 2, undo: 1 });
      await sql(theirs, "delete from notes; insert into notes values ('broken')");
      await done(theirs, reset);
      expect(await rows(theirs)).toBe(migrated);
      expect(database?.snapshots).toEqual([]);
      // The profile's word is for its seed, and for nothing else that this key may sign.
      expect(await theirs.desk.bundleKeys()).toEqual({ ok: true, value: [] });
      const text = await told(theirs);
      for (const password of Object.values(passwords)) expect(text).not.toContain(password);
    },
  );

  it('also fills a database that cannot be prepared beside the live one', async () => {
    const theirs = await side('theirs', 'variable', inPlace);
    await seeded(theirs);
    await done(theirs, up);
    const warnings = await done(theirs, reset);
    expect(warnings).toEqual([expect.stringContaining('fills the database while all that uses it waits')]);
    expect(await rows(theirs)).toBe(migrated);
    await done(theirs, wish('undo'));
    expect(await inside(theirs, "select count(*) from pg_tables where tablename = 'notes'")).toBe('0');
  });

  it('is refused by the name of what is wrong with it, and nothing is changed', async () => {
    const theirs = await side('theirs', 'variable');
    const file = await seeded(theirs, { signer: 'f'.repeat(32) });
    await done(theirs, up);
    const before = await volumes(theirs);
    expect(await refused(theirs, reset)).toEqual([
      { kind: 'seed-signer', file, signer: expect.any(String), expected: 'f'.repeat(32), found: signer },
    ]);
    const whole = await readFile(bundle);
    await seeded(
      theirs,
      { signer },
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n'),
    );
    expect(await refused(theirs, reset)).toMatchObject([
      { kind: 'bundle-invalid', file, found: expect.stringContaining('git lfs pull') },
    ]);
    await writeFile(file, whole.subarray(0, whole.length - 512));
    expect(await refused(theirs, reset)).toMatchObject([{ kind: 'bundle-invalid', file }]);
    await rm(file);
    expect(await refused(theirs, reset)).toEqual([{ kind: 'seed-missing', file }]);
    expect(await refused(theirs, prepare)).toEqual([{ kind: 'seed-missing', file }]);
    // What deletes nothing of it does not need it.
    expect(await refused(theirs, wish('prune'))).toEqual([]);
    expect(await volumes(theirs)).toEqual(before);
  });

  it('of another server version or project is refused before anything is made', async () => {
    const theirs = await side('theirs', 'variable');
    const other = await signedAnew({ server: '14', project: 'other' });
    const file = await seeded(theirs, other, await readFile(other.file));
    await done(theirs, up);
    expect(await refused(theirs, reset)).toMatchObject([
      { kind: 'seed-foreign', file, project: 'other', expected: 'shop' },
      { kind: 'bundle-server', file, found: '14', wanted: '15' },
    ]);
  });

  it('whose data was changed after it was signed leaves the live database, and nothing else', async () => {
    const theirs = await side('theirs', 'variable');
    const bytes = await readFile(bundle);
    bytes[bytes.length - 40_000] = (bytes[bytes.length - 40_000] ?? 0) ^ 1;
    const file = await seeded(theirs, { signer }, bytes);
    await done(theirs, up);
    await inside(theirs, "create table notes (text text); insert into notes values ('mine')");
    const before = await volumes(theirs);
    const run = await runGoal(theirs.session, reset);
    expect(run.problems).toMatchObject([
      { kind: 'bundle-invalid', file, expected: expect.stringContaining('SHA-256') },
    ]);
    expect(await sql(theirs, 'select text from notes')).toBe('mine');
    expect(await volumes(theirs)).toEqual(before);
    expect(await docker('ps', '-aq', '--filter', `label=berth.project=${theirs.at.project}`)).toBe('');
  });

  it.each([
    ['read', ''],
    ['give its role', ''],
    ['start one-off container', ''],
    ['read', inPlace],
    ['give its role', inPlace],
    ['start one-off container', inPlace],
  ])('cut off by a kill at "%s" (api with "%s") is cleared away by the next start', async (title, more) => {
    const theirs = await side('theirs', 'variable', more);
    await seeded(theirs);
    await done(theirs, up);
    await inside(theirs, "create table notes (text text); insert into notes values ('mine')");
    const before = await volumes(theirs);
    await theirs.desk.close();
    await killed(theirs, reset, title);
    let again = await reopened(theirs);
    expect(await sql(again, 'select text from notes')).toBe('mine');
    if (more === inPlace) {
      // The database ran on it, and may still hold it while it is moved back; then it goes with the start after.
      await again.desk.close();
      again = await reopened(again);
    }
    await expect.poll(() => volumes(again), { timeout: 30_000 }).toEqual(before);
    await done(again, reset);
    expect(await rows(again)).toBe(migrated);
  });
});

describe('an imported snapshot', () => {
  async function imported(): Promise<Side> {
    const theirs = await side('theirs', 'variable');
    await done(theirs, up);
    await done(theirs, wish('import', { file: bundle, name: 'theirs', trust: signer }));
    return theirs;
  }

  it('that is restored is opened with the password of this machine, and not with that of the other', async () => {
    const theirs = await imported();
    await done(theirs, wish('restore', { name: 'theirs' }));
    expect(await sql(theirs, 'select text from notes order by 1')).toBe('of the team\nshared');
    expect(theirs.session.view().services.map(({ verdict }) => verdict)).toEqual(['green', 'green']);
    const text = await told(theirs);
    expect(text).toMatch(/ALTER (?:USER|ROLE) app PASSWORD 'SCRAM-SHA-256/);
    for (const password of Object.values(passwords)) expect(text).not.toContain(password);
    const login = [
      'exec',
      '-e',
      `PGPASSWORD=${passwords.ours}`,
      `${theirs.at.project}-api-1`,
      'psql',
      '-c',
      '',
    ];
    await expect(docker(...login)).rejects.toThrow(/password authentication failed/);
  });

  it('is opened although the password is set by two at once, as by a run that was killed and the one that mends it', async () => {
    const draft = emptyDraft();
    const service = { command: null, entrypoint: null, environment: { POSTGRES_PASSWORD: '' } };
    addPassword({ draft, name: 'db', service, containers: [`${ours.at.project}-db-1`], after: [] });
    const action = draft.steps[0]?.action;
    const [shell = '', flag = '', script = ''] = action?.do === 'set password' ? action.command : [];
    const all =
      '(for i in 1 2 3 4 5 6 7 8 9 10; do (code=0; sh -c "$1" || code=$?; echo "$code") & done; wait)';
    const ended = await docker('exec', `${ours.at.project}-db-1`, shell, flag, all, 'sh', script);
    const codes = ended.trim().split(/\s+/).map(Number);
    expect(codes).toHaveLength(10);
    expect(codes.filter((code) => code !== 0 && code !== notYet)).toEqual([]);
    expect(codes).toContain(0);
  });

  it('whose server asks for the password on its own socket is opened where that is the same, and refused elsewhere', async () => {
    const rule = 's/^local.*/local all all scram-sha-256/';
    const change = ['sh', '-c', `sed -i '${rule}' "$PGDATA/pg_hba.conf"`];
    await docker('exec', `${ours.at.project}-db-1`, ...change);
    await done(ours, wish('snapshot', { name: 'strict' }));
    bundle = join(ours.at.dir, 'strict.berth');
    await done(ours, wish('export', { name: 'strict', file: bundle }));
    await done(ours, wish('import', { file: bundle, name: 'back' }));
    await done(ours, wish('restore', { name: 'back' }));
    expect(await sql(ours, 'select count(*) from notes')).toBe('2');
    const theirs = await imported();
    const run = await runGoal(theirs.session, wish('restore', { name: 'theirs' }));
    expect(run.problems).toEqual([
      {
        ...{ kind: 'password-not-set', service: 'db', exitCode: 2 },
        log: [expect.stringContaining('password authentication failed')],
      },
    ]);
    expect(JSON.stringify(run)).not.toContain(JSON.stringify(passwords.theirs).slice(1, -1));
    expect(theirs.session.view().database?.current).toBe(1);
    expect(await sql(theirs, 'select 1')).toBe('1');
  });

  it.each(['give its role', 'make generation'])(
    'whose restore is killed at "%s" can be opened all the same',
    async (title) => {
      const theirs = await imported();
      await theirs.desk.close();
      await killed(theirs, wish('restore', { name: 'theirs' }), title);
      const again = await reopened(theirs);
      await done(again, up);
      await expect.poll(() => again.session.view().database?.current, { timeout: 10_000 }).toBe(2);
      expect(await sql(again, 'select text from notes order by 1')).toBe('of the team\nshared');
    },
  );
});

/** The same data with another manifest, signed with a key of its own. */
async function signedAnew(
  said: Partial<BundleManifest>,
): Promise<{ readonly file: string; readonly signer: string }> {
  const bundles = diskBundles();
  const head = await bundles.readHead(bundle);
  if (!head.ok) throw new Error(head.error.kind);
  const key = bundles.newKey();
  const file = join(ours.at.dir, 'other.berth');
  const { manifest } = head.value;
  const written = await bundles.write({
    file,
    part: `${file}.part`,
    key,
    archive: bundles.openPayload(bundle, head.value).content,
    manifest: (payload) => ({ ...manifest, ...said, payload, signer: { name: 'eve', key: key.key } }),
  });
  if (!written.ok) throw new Error(written.error.kind);
  return { file, signer: key.id };
}

/** The process that is killed has its password from its own environment. */
async function killed({ at }: Side, of: PlanWish, title: string): Promise<void> {
  process.env['DB__PASSWORD'] = passwords.theirs;
  try {
    await killedAt({ settings: at.settings, dir: at.dir, wish: of, title });
  } finally {
    delete process.env['DB__PASSWORD'];
  }
}

async function reopened(before: Side): Promise<Side> {
  const keychain = new FakeKeychain();
  keychain.kept.set('shop/local/DB__PASSWORD', passwords.theirs);
  const desk = realDesk(before.at.settings, keychain);
  const made = { at: before.at, desk, session: await openSession(desk, before.at.dir) };
  sides = [...sides.filter((each) => each !== before), made];
  return made;
}
