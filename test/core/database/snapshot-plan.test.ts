import { describe, expect, it } from 'vitest';
import type { DatabaseInput } from '../../../src-main/core/database/database-input.ts';
import {
  onlineCopyRequest,
  type OnlineServer,
  onlineServerOf,
} from '../../../src-main/core/database/online-copy.ts';
import { planSnapshot, type SnapshotWish } from '../../../src-main/core/database/snapshot.ts';
import type { ObservedContainer } from '../../../src-main/core/plan/observed.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { container, databaseInput, generations, observed, stack } from '../../support/builders.ts';

const server: OnlineServer = {
  container: 'p-db-1',
  user: 'app',
  port: '5432',
  folder: '',
  owner: '999:999',
  mode: '700',
};
const wish: SnapshotWish = { name: 'demo', note: '', commit: '', revision: '', online: null };

function printed(
  own: Partial<SnapshotWish>,
  input: DatabaseInput = databaseInput(stack(), ['db']),
): readonly string[] {
  const planned = planSnapshot(input, { ...wish, ...own });
  return planned.ok ? printPlan(planned.value).split('\n').slice(1) : expect.fail('no plan');
}

describe('a snapshot', () => {
  it('is copied by the server itself where it can, and stops nothing', () => {
    expect(printed({ online: server })).toEqual([
      '[] -> #1 create volume p_dbdata.s-demo: a snapshot was asked for',
      '[1] -> #2 copy p_dbdata to p_dbdata.s-demo: a snapshot was asked for; the server serves on meanwhile',
    ]);
  });

  it('else of a database at rest, which starts again', () => {
    expect(printed({}).slice(0, 4)).toEqual([
      '[] -> #1 create volume p_dbdata.s-demo: a snapshot was asked for',
      '[1] -> #2 db: stop container: a copy is made of a database at rest',
      '[1,2] -> #3 copy p_dbdata to p_dbdata.s-demo: a snapshot was asked for',
      '[3] -> #4 db: start container: it was stopped for this',
    ]);
  });
});

describe('a snapshot of data at rest', () => {
  const input = (...containers: readonly ObservedContainer[]): DatabaseInput => {
    const of = stack();
    return { ...databaseInput(of, []), observed: observed(of, containers) };
  };
  const db = (state: Partial<ObservedContainer> = {}): ObservedContainer => container(stack(), 'db', state);
  const beside = (own: Partial<ObservedContainer>): ObservedContainer =>
    container(stack(), 'cache', { mounts: db().mounts, ...own });
  const stops = (...containers: readonly ObservedContainer[]): readonly string[] =>
    printed({}, input(...containers)).filter((line) => line.includes('stop container'));

  it.each(['running', 'restarting', 'paused'] as const)('stops a database that is %s', (state) => {
    expect(stops(db({ state }))).toEqual([
      '[1] -> #2 db: stop container: a copy is made of a database at rest',
    ]);
  });

  it('stops and starts whatever else writes to the data, and nothing that only reads it', () => {
    expect(printed({}, input(db({ state: 'exited' }), beside({}))).slice(1)).toEqual([
      '[1] -> #2 cache: stop container: a copy is made of a database at rest',
      '[1,2] -> #3 copy p_dbdata to p_dbdata.s-demo: a snapshot was asked for',
      '[3] -> #4 cache: start container: it was stopped for this',
    ]);
    const reads = db().mounts.map((mount) => ({ ...mount, readOnly: true }));
    expect(stops(beside({ mounts: reads }))).toEqual([]);
  });

  it('is refused while a one-off container may write to the data', () => {
    const oneOff = beside({ name: 'p-db-run-1', service: 'db', oneOff: true });
    expect(planSnapshot(input(db(), oneOff), wish)).toMatchObject({
      ok: false,
      error: [{ kind: 'in-use', thing: 'The volume p_dbdata' }],
    });
    expect(planSnapshot(input(db(), oneOff), { ...wish, online: server }).ok).toBe(true);
  });

  it('is refused where there is no data yet: the engine would make the volume that is to be copied', () => {
    const none = { ...input(), observed: { ...input().observed, volumes: [] } };
    const planned = planSnapshot(none, wish);
    expect(planned).toMatchObject({ ok: false, error: [{ kind: 'request-invalid' }] });
    expect(JSON.stringify(planned)).toContain('p_dbdata');
  });

  it('is refused where the database runs on other data than the live one, as docker compose starts it', () => {
    const of = stack();
    const later = { ...input(db()), generations: generations(of, 2) };
    const g2 = { name: 'p_dbdata.g2', driver: 'local', createdAt: null, labels: {} };
    const seen = { ...later.observed, volumes: [...later.observed.volumes, g2] };
    const planned = planSnapshot({ ...later, observed: seen }, wish);
    expect(planned).toMatchObject({ ok: false, error: [{ kind: 'request-invalid' }] });
    expect(JSON.stringify(planned)).toContain('p-db-1 runs on p_dbdata, generation 1');
    const stopped = observed(of, [db({ state: 'exited' })], { volumes: seen.volumes });
    expect(planSnapshot({ ...later, observed: stopped }, wish).ok).toBe(true);
  });

  it('is copied by the image that the database runs, whatever the file names by now', () => {
    const old = db({ image: 'postgres:15', imageId: 'sha256:old' });
    const planned = planSnapshot(input(old), { ...wish, online: server });
    if (!planned.ok) throw new Error('no plan');
    const [volume, copy] = planned.value.steps.map(({ action }) => action);
    expect(volume).toMatchObject({ request: { Labels: { 'berth.snapshot.image': 'postgres:15' } } });
    expect(copy).toMatchObject({ request: { body: { Image: 'postgres:15' } } });
  });
});

describe('a server that can copy itself', () => {
  it('is told from what its container says, a role with spaces and a folder too', () => {
    const said = 'user my role\nport 5433\nfolder inner/data\nowner 70:70\nmode 750\n';
    expect(onlineServerOf('p-db-1', said)).toEqual({
      container: 'p-db-1',
      user: 'my role',
      port: '5433',
      folder: 'inner/data',
      owner: '70:70',
      mode: '750',
    });
  });

  it.each(['', 'user app\nport 5432\nfolder \nowner 999:999\n', 'command not found'])(
    'is not told from %j',
    (said) => expect(onlineServerOf('p-db-1', said)).toBeNull(),
  );

  it('is given to the copier as variables, so that no name of it is read as a command', () => {
    const copy = { project: 'p', volume: 'v', from: 'p_v', to: 'p_v.s-demo', source: 'generation 1' };
    const user = 'app"; rm -rf / #';
    const shared = { ...copy, image: 'postgres:16', imageVolumes: ['/data'], quiet: false };
    const { body } = onlineCopyRequest(shared, { ...server, user });
    expect(body['Env']).toContain(`USER_NAME=${user}`);
    expect(JSON.stringify(body['Entrypoint'])).not.toContain('rm -rf');
    expect(body).toMatchObject({ HostConfig: { NetworkMode: 'container:p-db-1', Tmpfs: { '/data': '' } } });
  });
});
