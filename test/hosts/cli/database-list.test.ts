import { expect, test } from 'vitest';
import type { DatabaseView, FreshView } from '../../../src-main/contract/database-view.ts';
import { environmentView } from '../../support/fake-desk.ts';
import { document, testWorld } from './test-world.ts';

const database = (fresh: FreshView | null): DatabaseView => ({
  service: 'db',
  volume: 'dbdata',
  current: 1,
  undo: null,
  generations: [
    {
      number: 1,
      volume: 'demo_dbdata',
      createdAt: null,
      current: true,
      role: 'live',
      kept: false,
      bytes: null,
      server: '16',
    },
  ],
  snapshots: [],
  connection: null,
  fresh,
});

const migrate = { service: 'api', command: 'alembic upgrade head' };
const signer = 'e'.repeat(32);
const bundle = { kind: 'bundle', file: 'seeds/base.berth', signer, fromProject: null } as const;

test.each<[string, FreshView, readonly string[]]>([
  [
    'the commands that fill it',
    { migrate, seed: { kind: 'command', service: 'worker', command: 'python seed_db.py' } },
    ['migrations  api: alembic upgrade head', 'seed        worker: python seed_db.py'],
  ],
  [
    'the bundle that it is made of',
    { migrate, seed: bundle },
    ['migrations  api: alembic upgrade head', `seed        seeds/base.berth, signed with key ${signer}`],
  ],
  [
    'the bundle of another project',
    { migrate: null, seed: { ...bundle, fromProject: 'other' } },
    ['migrations  none', `seed        seeds/base.berth, signed with key ${signer}, data of project other`],
  ],
  [
    'why it has no seed',
    { migrate: null, seed: { kind: 'none', whyNot: 'berth.yaml names no seed.' } },
    ['migrations  none', 'seed        none: berth.yaml names no seed.'],
  ],
])('the list of generations ends with %s', async (_, fresh, lines) => {
  const { run, desk, kept } = testWorld();
  desk.session1.show(environmentView({ database: database(fresh) }));
  expect(await run('db')).toBe(0);
  expect(kept.out.split('\n')).toEqual([
    'GENERATION  ROLE  AGE  SIZE  SERVER  VOLUME',
    '1           live  -    -     16      demo_dbdata',
    '',
    'RESET       BRINGS',
    ...lines,
    '',
  ]);
});

test('the list of generations is all there is where no database is reset', async () => {
  const { run, desk, kept } = testWorld();
  desk.session1.show(environmentView({ database: database(null) }));
  expect(await run('db')).toBe(0);
  expect(kept.out.trimEnd().split('\n').at(-1)).toMatch(/demo_dbdata$/);
});

test('with --json it is data', async () => {
  const { run, desk, kept } = testWorld();
  desk.session1.show(environmentView({ database: database({ migrate, seed: bundle }) }));
  expect(await run('db', '--json')).toBe(0);
  expect(document(kept.out)).toMatchObject({ fresh: { migrate, seed: bundle } });
});
