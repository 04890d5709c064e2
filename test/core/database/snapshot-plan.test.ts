import { describe, expect, it } from 'vitest';
import {
  onlineCopyRequest,
  type OnlineServer,
  onlineServerOf,
} from '../../../src-main/core/database/online-copy.ts';
import { planSnapshot, type SnapshotWish } from '../../../src-main/core/database/snapshot.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { databaseInput, stack } from '../../support/builders.ts';

const server: OnlineServer = {
  container: 'p-db-1',
  user: 'app',
  port: '5432',
  folder: '',
  owner: '999:999',
  mode: '700',
};
const wish: SnapshotWish = { name: 'demo', note: '', commit: '', revision: '', online: null };

function printed(own: Partial<SnapshotWish>): readonly string[] {
  const input = databaseInput(stack(), ['db']);
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
