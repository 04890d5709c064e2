import { describe, expect, it } from 'vitest';
import type { BundleHead, BundleManifest } from '../../../src-main/core/database/bundle.ts';
import { parseManifest } from '../../../src-main/core/database/bundle.ts';
import { trustOf } from '../../../src-main/core/database/bundle-keys.ts';
import type { DatabaseInput } from '../../../src-main/core/database/database-input.ts';
import { planExport } from '../../../src-main/core/database/export.ts';
import { type ImportWish, planImport } from '../../../src-main/core/database/import.ts';
import { planUpgrade } from '../../../src-main/core/database/upgrade.ts';
import type { LedgerRecord } from '../../../src-main/core/plan/ledger.ts';
import type { Plan } from '../../../src-main/core/plan/plan.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { container, databaseInput, observed, profile, stack } from '../../support/builders.ts';

const taken: LedgerRecord = {
  kind: 'snapshot taken',
  volume: 'dbdata',
  name: 'demo',
  physical: 'p_dbdata.s-demo',
  bytes: 1,
  server: '15',
};

function input(own: Partial<DatabaseInput> = {}): DatabaseInput {
  const of = stack();
  const seen = observed(of, [container(of, 'db')]);
  const labels = { 'berth.snapshot.image': 'postgres:16', 'berth.snapshot.note': 'for you' };
  const volume = { name: 'p_dbdata.s-demo', driver: 'local', createdAt: 5, labels };
  return databaseInput(of, ['db'], {
    observed: { ...seen, volumes: [...seen.volumes, volume] },
    records: [taken],
    ...own,
  });
}

const manifest: BundleManifest = {
  berth: 1,
  project: profile().project,
  service: 'db',
  volume: 'dbdata',
  snapshot: 'demo',
  note: '',
  image: input().model.services['db']?.image ?? '',
  digest: '',
  server: null,
  revision: '',
  commit: '',
  takenAt: null,
  createdAt: 1,
  bytes: null,
  payload: { bytes: 10, sha256: 'd'.repeat(64) },
  signer: { name: 'ada@laptop', key: 'k'.repeat(43) },
};
const keyId = 'e'.repeat(32);

const wish = (own: Partial<ImportWish> = {}, said: Partial<BundleManifest> = {}): ImportWish => ({
  file: '/b/demo.berth',
  head: { manifest: { ...manifest, ...said }, keyId } satisfies BundleHead,
  known: [{ name: 'ada@laptop', id: keyId }],
  name: 'copy',
  trust: null,
  fromProject: null,
  ...own,
});

function lines(planned: ReturnType<typeof planExport>): string[] {
  if (!planned.ok) throw new Error(JSON.stringify(planned.error));
  return printPlan(planned.value).split('\n').slice(1);
}
const kinds = (planned: ReturnType<typeof planExport>): readonly string[] =>
  planned.ok ? [] : planned.error.map(({ kind }) => kind);
const plan = (planned: ReturnType<typeof planExport>): Plan => {
  if (!planned.ok) throw new Error(JSON.stringify(planned.error));
  return planned.value;
};

describe('an export', () => {
  it('reads a snapshot through a container that only reads, and says that the file is not encrypted', () => {
    const planned = planExport(input(), { name: 'demo', file: '/b/demo.berth' });
    expect(lines(planned)).toEqual(['[] -> #1 write snapshot demo to /b/demo.berth: it was asked for']);
    expect(plan(planned)).toMatchObject({
      journalled: true,
      loses: [],
      warnings: [expect.stringContaining('not encrypted')],
      steps: [{ action: { facts: { project: 'p', note: 'for you', server: '15', takenAt: 5 } } }],
    });
    const [step] = plan(planned).steps;
    expect(JSON.stringify(step)).toContain('"ReadOnly":true');
  });

  it('of what is no snapshot names those that are', () => {
    expect(planExport(input(), { name: 'other', file: '/b' })).toEqual({
      ok: false,
      error: [{ kind: 'snapshot-unknown', name: 'other', known: ['demo'] }],
    });
  });
});

describe('an import', () => {
  it('makes a snapshot, and touches nothing that is there', () => {
    expect(lines(planImport(input(), wish()))).toEqual([
      '[] -> #1 create volume p_dbdata.s-copy: a bundle is imported',
      '[1] -> #2 read /b/demo.berth (data dddddddddddd) into p_dbdata.s-copy: a bundle is imported',
    ]);
    expect(plan(planImport(input(), wish())).loses).toEqual([]);
  });

  it('trusts a key that is named, as a step of its own, and no other', () => {
    const unknown = { known: [] };
    expect(kinds(planImport(input(), wish(unknown)))).toEqual(['bundle-untrusted']);
    expect(kinds(planImport(input(), wish({ ...unknown, trust: 'f'.repeat(32) })))).toEqual([
      'bundle-untrusted',
    ]);
    expect(lines(planImport(input(), wish({ ...unknown, trust: keyId })))[0]).toBe(
      `[] -> #1 trust key ${keyId} of ada@laptop: it was named`,
    );
  });

  it('refuses a name that is known with another key, whatever is trusted', () => {
    const known = [{ name: 'ada@laptop', id: 'f'.repeat(32) }];
    const planned = planImport(input(), wish({ known, trust: keyId }));
    expect(planned).toMatchObject({
      error: [{ kind: 'bundle-key-changed', expected: 'f'.repeat(32), found: keyId }],
    });
    expect(trustOf(known, { name: 'somebody else', id: 'f'.repeat(32) })).toEqual({ is: 'known' });
  });

  it('tells all that stands in the way at once', () => {
    const said = { project: 'other', image: 'redis:7' } as const;
    expect(kinds(planImport(input(), wish({ name: 'demo', known: [] }, said)))).toEqual([
      'bundle-untrusted',
      'bundle-foreign',
      'bundle-server',
      'snapshot-exists',
    ]);
    expect(kinds(planImport(input(), wish({ name: '../x' })))).toEqual(['request-invalid']);
    expect(kinds(planImport(input({ environment: 'production' }), wish()))).toEqual(['reset-forbidden']);
  });
});

describe('a manifest', () => {
  it('is what was written, and of this schema', () => {
    expect(parseManifest(`${JSON.stringify(manifest)}   \n`)).toEqual({ ok: true, value: manifest });
    expect(parseManifest(JSON.stringify({ ...manifest, berth: 2 }))).toEqual({
      ok: false,
      error: 'schema version 2',
    });
    expect(parseManifest(JSON.stringify({ ...manifest, more: 1 }))).toMatchObject({ ok: false });
    expect(parseManifest('no')).toEqual({ ok: false, error: 'a manifest that is not JSON' });
  });
});

describe('an upgrade', () => {
  const upgrade = { found: '15', wanted: '17', oldImage: 'postgres:15', oldImageThere: false };

  it('dumps with the old server, loads with the new one, and only then moves the pointer', () => {
    const planned = planUpgrade(input(), upgrade);
    expect(lines(planned).filter((line) => !line.includes('wait until'))).toEqual([
      '[] -> #1 create volume p_dbdata.stage-2: for the dump',
      '[] -> #2 create volume p_dbdata.g2: generation 2 of the database',
      '[] -> #3 pull image postgres:15: it has the server that wrote the data',
      '[1,2,3] -> #4 db: stop container: a dump is made of a database at rest',
      '[1,2,3,4] -> #5 db: copy p_dbdata to p_dbdata.stage-2: from version 15 to 17',
      '[5] -> #6 db: copy p_dbdata.stage-2 to p_dbdata.g2: from version 15 to 17',
      expect.stringMatching(/^\[6\] -> #7 db: create container/),
      expect.stringContaining('stop container'),
      expect.stringContaining('remove container'),
      expect.stringContaining('give the new container its name'),
      expect.stringContaining('start container'),
      expect.stringContaining('make generation 2 of dbdata live'),
      expect.stringContaining('delete volume p_dbdata.stage-2: it was needed on the way only'),
      expect.stringContaining('undo brings it back'),
    ]);
    expect(plan(planned).before).toEqual({ service: 'db', image: 'postgres:15' });
  });

  it('has nothing to do where the versions are the same, and does not go back', () => {
    expect(plan(planUpgrade(input(), null)).steps).toEqual([]);
    expect(planUpgrade(input(), { ...upgrade, wanted: '14' })).toMatchObject({
      error: [{ kind: 'server-version', found: '15', wanted: '14' }],
    });
  });

  it('is for local and ci alone, as a reset is', () => {
    expect(kinds(planUpgrade(input({ environment: 'staging' }), upgrade))).toEqual(['reset-forbidden']);
  });
});
