import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import type { BundleManifest } from '../../../src-main/core/database/bundle.ts';
import { fromBundle } from '../../../src-main/core/database/chain.ts';
import type { DatabaseInput } from '../../../src-main/core/database/database-input.ts';
import { importedSource, isImported } from '../../../src-main/core/database/forward.ts';
import { planPrepare } from '../../../src-main/core/database/prepare.ts';
import { planRestore } from '../../../src-main/core/database/restore.ts';
import { sayUnseeded } from '../../../src-main/core/database/say-unseeded.ts';
import type { SeedBundle } from '../../../src-main/core/database/seed-bundle.ts';
import type { LedgerRecord } from '../../../src-main/core/plan/ledger.ts';
import type { Plan } from '../../../src-main/core/plan/plan.ts';
import { equivalent } from '../../../src-main/core/plan/equivalent.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { planReset } from '../../../src-main/core/plan/reset.ts';
import { planRollback } from '../../../src-main/core/plan/rollback.ts';
import type { BundleRule } from '../../../src-main/core/profile/profile.ts';
import { seedBundle } from '../../../src-main/core/profile/seeds-in.ts';
import {
  container,
  databaseInput,
  firstOf,
  generations,
  image,
  model,
  observed,
  observedVolume,
  profile,
  service,
  stack,
} from '../../support/builders.ts';
import { up } from '../plan/printed.ts';

const key = 'c0ffee00'.repeat(8);
const signer = 'e'.repeat(32);
const sealed = 'sealed reference to a password';
const rule: BundleRule = { bundle: 'seeds/base.berth', signer, fromProject: null };

/** The stack with a server that is given its password. */
function withPassword(own: Partial<Model['services'][string]> = {}): Model {
  const { services } = stack();
  const environment = { POSTGRES_USER: 'app', POSTGRES_PASSWORD: sealed };
  return model({ ...services, db: service({ ...services['db'], environment, ...own }) });
}

const manifest: BundleManifest = {
  ...{ berth: 1, project: 'p', service: 'db', volume: 'dbdata', snapshot: 'base', note: '', digest: '' },
  ...{ image: 'postgres:16', server: '16', revision: '', commit: '', takenAt: null, createdAt: 1, bytes: 5 },
  payload: { bytes: 10, sha256: 'd'.repeat(64) },
  signer: { name: 'ada@laptop', key: 'k'.repeat(43) },
};

const seed = (own: Partial<BundleRule> = {}, said: Partial<BundleManifest> = {}): SeedBundle => ({
  rule: { ...rule, ...own },
  file: '/srv/p/seeds/base.berth',
  head: { manifest: { ...manifest, ...said }, keyId: signer },
});

const seeded = (of: BundleRule = rule) => {
  const base = profile();
  return { ...base, database: base.database && { ...base.database, seed: of } };
};

const input = (own: Partial<DatabaseInput> = {}, of = withPassword()): DatabaseInput =>
  databaseInput(of, ['db', 'cache', 'api', 'web'], {
    profile: seeded(),
    stock: { key, golden: null, warm: null },
    seed: seed(),
    ...own,
  });

function must(planned: ReturnType<typeof planReset>): Plan {
  if (!planned.ok) throw new Error(JSON.stringify(planned.error));
  return planned.value;
}
const lines = (plan: Plan): string[] => printPlan(plan).split('\n').slice(1);
const reset = (of: DatabaseInput) => planReset(of, of.slugs, of.stock);

describe('a reset with a bundle as seed', () => {
  it('fills the golden before there is a server, gives its role the password of here, and migrates on top', () => {
    expect(lines(must(reset(input()))).slice(0, 19)).toEqual([
      '[] -> #1 create volume p_dbdata.golden-c0ffee00: a migrated and seeded database to copy from',
      '[] -> #2 create network p_berth-c0ffee00: a migrated and seeded database to copy from',
      '[1] -> #3 read /srv/p/seeds/base.berth (data dddddddddddd) into p_dbdata.golden-c0ffee00: it is the seed that the profile names',
      '[2,3] -> #4 db: create one-off container: a migrated and seeded database to copy from',
      '[4] -> #5 db: start one-off container: a migrated and seeded database to copy from',
      '[5] -> #6 db: wait until healthy: a migrated and seeded database to copy from',
      '[5] -> #7 db: give its role the password that it has here: its data came from another machine',
      '[2,3] -> #8 cache: create one-off container: a migrated and seeded database to copy from',
      '[8] -> #9 cache: start one-off container: a migrated and seeded database to copy from',
      '[9] -> #10 cache: wait until healthy: a migrated and seeded database to copy from',
      '[2,3] -> #11 api: create one-off container: migrations',
      '[6,7,10,11] -> #12 api: start one-off container: migrations',
      '[12] -> #13 api: wait until the one-off container has completed: migrations',
      '[13] -> #14 api: remove one-off container and its anonymous volumes: migrations is done',
      '[14] -> #15 db: stop one-off container: a copy is made of a database at rest',
      '[15] -> #16 db: freeze p_dbdata.golden-c0ffee00: it is migrated and seeded',
      '[16] -> #17 db: remove one-off container and its anonymous volumes: the golden is made',
      '[14] -> #18 cache: remove one-off container and its anonymous volumes: the golden is made',
      '[17,18] -> #19 remove network p_berth-c0ffee00: the golden is made',
    ]);
  });

  it('waits for the image where that has to come first, since the data is read through it', () => {
    const of = withPassword();
    const seen = { ...observed(of, []), images: {} };
    const plan = must(reset(input({ observed: seen })));
    const pull = plan.steps.find(
      ({ action }) => action.do === 'pull image' && action.image === 'postgres:16',
    );
    const read = plan.steps.find(({ action }) => action.do === 'read bundle');
    expect(read?.after).toContain(pull?.id);
  });

  it('takes a golden that is there as any other reset does, and sets no password of it', () => {
    const stock = { key, golden: 'p_dbdata.golden-c0ffee00', warm: null };
    const plan = must(reset(input({ stock })));
    const done = new Set(plan.steps.map(({ action }) => action.do));
    expect([done.has('read bundle'), done.has('set password'), done.has('copy data')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('that fills in place reads the bundle while all goes on, and moves the pointer when the password is set', () => {
    const base = withPassword();
    const mount = { type: 'volume', source: 'files', target: '/files', volume: {} } as const;
    const of = model({ ...base.services, api: service({ ...base.services['api'], volumes: [mount] }) });
    const plan = must(reset(input({}, of)));
    expect(plan.warnings).toEqual([expect.stringContaining('api writes to a volume of its own')]);
    expect(lines(plan)).toEqual([
      '[] -> #1 create volume p_dbdata.g2: generation 2 of the database',
      '[1] -> #2 read /srv/p/seeds/base.berth (data dddddddddddd) into p_dbdata.g2: it is the seed that the profile names',
      '[2] -> #3 api: stop container: it uses db, whose data is about to change',
      expect.stringMatching(/^\[2\] -> #4 db: create container/),
      expect.stringMatching(/^\[2,3\] -> #5 db: stop container/),
      expect.stringMatching(/^\[.*4,5\] -> #6 db: remove container/),
      expect.stringContaining('#7 db: give the new container its name'),
      expect.stringContaining('#8 db: start container'),
      '[8] -> #9 db: wait until healthy: green means healthy',
      '[8] -> #10 db: give its role the password that it has here: its data came from another machine',
      '[2] -> #11 api: create one-off container: migrations',
      '[9,10,11] -> #12 api: start one-off container: migrations',
      '[12] -> #13 api: wait until the one-off container has completed: migrations',
      '[13] -> #14 api: remove one-off container and its anonymous volumes: migrations is done',
      '[14] -> #15 db: make generation 2 of dbdata live: the database is ready on generation 2',
      '[3,9,15] -> #16 api: start container: it was stopped for this',
      '[16] -> #17 api: wait until healthy: green means healthy',
      'loses: The database starts anew on generation 2. The data of generation 1 is kept: undo brings it back.',
    ]);
  });

  it('without migrations is the data of the bundle and no more', () => {
    const own = seeded();
    const bare = { ...own, database: own.database && { ...own.database, migrate: null } };
    const plan = must(reset(input({ profile: bare })));
    expect(lines(plan).slice(0, 7)).toEqual([
      expect.stringContaining('#1 create volume'),
      expect.stringContaining('#2 create network'),
      expect.stringContaining('#3 read /srv/p/seeds/base.berth'),
      expect.stringContaining('#4 db: create one-off container'),
      expect.stringContaining('#5 db: start one-off container'),
      expect.stringContaining('#6 db: wait until healthy'),
      expect.stringContaining('#7 db: give its role the password'),
    ]);
    const stop = plan.steps.find(({ action }) => action.do === 'stop container');
    expect(stop?.after).toEqual([6, 7]);
  });
});

describe('a bundle that may not be the seed', () => {
  it('is refused with all that is wrong with it, by a reset and by what makes the next one ready', () => {
    const wrong = seed({ signer: 'f'.repeat(32) }, { project: 'other', server: '14' });
    const of = withPassword();
    const seen = observed(of, []);
    const images = { ...seen.images, 'postgres:16': image({ server: '16.3' }) };
    const given = input({ seed: wrong, observed: { ...seen, images } });
    const file = '/srv/p/seeds/base.berth';
    const expected = [
      { kind: 'seed-signer', file, signer: 'ada@laptop', expected: 'f'.repeat(32), found: signer },
      { kind: 'seed-foreign', file, project: 'other', expected: 'p' },
      { kind: 'bundle-server', file, found: '14', wanted: '16.3', image: 'postgres:16' },
    ];
    expect(reset(given)).toEqual({ ok: false, error: expected });
    expect(planPrepare(given)).toEqual({ ok: false, error: expected });
    const warm = { key, golden: 'g', warm: { number: 2, physical: 'p_dbdata.g2' } };
    expect(reset({ ...given, stock: warm })).toEqual({ ok: false, error: expected });
  });

  it('of another project is taken where the profile names that project', () => {
    expect(must(reset(input({ seed: seed({ fromProject: 'other' }, { project: 'other' }) }))).goal).toBe(
      'reset',
    );
  });

  it('is not the seed where the environment loads none', () => {
    expect(seedBundle(seeded(), 'local')).toEqual(rule);
    for (const environment of ['ci', 'staging', 'production'] as const)
      expect(seedBundle(seeded(), environment)).toBeNull();
    const everywhere = { seed: true, ephemeral: false, require: [] };
    const careless = { ...seeded(), environments: { production: everywhere, staging: everywhere } };
    expect(seedBundle(careless, 'production')).toBeNull();
    expect(seedBundle(careless, 'staging')).toEqual(rule);
    expect(seedBundle(profile(), 'local')).toBeNull();
  });
});

describe('the password of data that came from another machine', () => {
  const physical = 'p_dbdata.s-theirs';
  const taken: LedgerRecord = {
    ...{ kind: 'snapshot taken', volume: 'dbdata', name: 'theirs', physical, bytes: 1, server: '16' },
  };
  const restored = (of: string, services = withPassword()): Plan => {
    const given = input({ records: [taken], seed: null }, services);
    const snapshot = { name: physical, driver: 'local', createdAt: 5, labels: { 'berth.snapshot.of': of } };
    const volumes = [...given.observed.volumes, snapshot];
    return must(planRestore({ ...given, observed: { ...given.observed, volumes } }, 'theirs'));
  };

  it('is set when an imported snapshot is restored: before it is live, and before anybody is asked to answer', () => {
    expect(lines(restored(`${fromBundle}p/base of ada@laptop`))).toEqual([
      '[] -> #1 create volume p_dbdata.g2: generation 2 of the database',
      '[1] -> #2 copy p_dbdata.s-theirs to p_dbdata.g2: generation 2 of the database',
      expect.stringContaining('#3 db: create container'),
      expect.stringContaining('#4 db: stop container'),
      expect.stringContaining('#5 db: remove container'),
      expect.stringContaining('#6 db: give the new container its name'),
      expect.stringContaining('#7 db: start container'),
      '[7] -> #8 db: wait until healthy: green means healthy',
      '[7] -> #9 db: give its role the password that it has here: its data came from another machine',
      '[8,9] -> #10 db: make generation 2 of dbdata live: the database is ready on generation 2',
      '[8,9] -> #11 api: wait until it answers again: its database was changed',
      expect.stringContaining('loses: The database becomes that of snapshot theirs.'),
    ]);
  });

  it('is left as it is in a snapshot of this machine, and where the server is given none', () => {
    const sets = (plan: Plan): boolean => plan.steps.some(({ action }) => action.do === 'set password');
    expect(sets(restored('1'))).toBe(false);
    expect(sets(restored(`${fromBundle}p/base`, stack()))).toBe(false);
    const file = withPassword({ environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/db' } });
    expect(sets(restored(`${fromBundle}p/base`, file))).toBe(true);
  });

  it('is nowhere in the plan: neither in its text, nor in the command, nor in its equivalent', () => {
    for (const plan of [restored(`${fromBundle}p/base`), must(reset(input()))]) {
      const sets = plan.steps.filter(({ action }) => action.do === 'set password');
      expect(sets).toHaveLength(1);
      expect(JSON.stringify(sets)).not.toContain(sealed);
      expect(sets.map(({ action }) => equivalent(action)).join()).not.toContain(sealed);
      expect(printPlan(plan)).not.toContain(sealed);
    }
  });

  it('is set once more where a restore that was cut off is finished, before the pointer moves', () => {
    const of = withPassword();
    const to = { number: 2, physical: 'p_dbdata.g2', createdAt: null };
    const mounts = [
      { type: 'volume', source: to.physical, target: '/var/lib/postgresql/data', readOnly: false },
    ];
    const services = [
      container(of, 'db', { mounts }),
      ...['cache', 'api', 'web'].map((name) => container(of, name)),
    ];
    const chain = generations(of, 2, { current: 1, undo: null });
    const cut = {
      ...input({ generations: chain, seed: null, observed: observed(of, services) }),
      ...{ oneOffs: [], ran: new Set<string>(), database: 'db', forward: to },
    };
    const volumes = [...cut.observed.volumes, observedVolume(of, 'dbdata', to.physical)];
    const given = { ...cut, observed: { ...cut.observed, volumes } };
    expect(lines(must(planRollback({ ...given, imported: true })))).toEqual([
      '[] -> #1 db: give its role the password that it has here: its data came from another machine',
      '[1] -> #2 db: make generation 2 of dbdata live: the run did not come to its end',
    ]);
    const stopped = services.map((each) => ({ ...each, state: 'exited' as const }));
    const down = { ...given, imported: true, observed: { ...given.observed, containers: stopped } };
    expect(lines(must(planRollback(down)))).toEqual([
      '[] -> #1 db: start container: it is exited',
      '[1] -> #2 db: wait until healthy: green means healthy',
      '[1] -> #3 db: give its role the password that it has here: its data came from another machine',
      '[1,2,3] -> #4 db: make generation 2 of dbdata live: the run did not come to its end',
    ]);
    expect(lines(must(planRollback({ ...given, ran: new Set(['db']) })))).toEqual([
      '[] -> #1 db: make generation 2 of dbdata live: the run did not come to its end',
    ]);
    const made = { kind: 'generation prepared', volume: 'dbdata', number: 2, physical: to.physical } as const;
    expect(isImported([{ ...made, source: importedSource('theirs') }], to)).toBe(true);
    expect(isImported([{ ...made, source: 'snapshot:theirs' }], to)).toBe(false);
  });
});

describe('an up that makes the volume of the database', () => {
  it('says that the database begins empty and what gives it its seed, and says nothing later', () => {
    const of = withPassword();
    const first = up(of, { ...observed(of, []), volumes: [] });
    expect(sayUnseeded(first, firstOf(of), rule).warnings).toEqual([
      'The database begins empty. `berth reset` gives it the seed of this project, seeds/base.berth, and migrates it.',
    ]);
    expect(sayUnseeded(first, firstOf(of), null)).toEqual(first);
    const second = up(of, observed(of, []));
    expect(sayUnseeded(second, firstOf(of), rule)).toEqual(second);
  });
});
