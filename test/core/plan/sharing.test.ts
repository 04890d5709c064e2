import { describe, expect, it } from 'vitest';
import { equivalent } from '../../../src-main/core/plan/equivalent.ts';
import { nothingObserved } from '../../../src-main/core/plan/observed.ts';
import type { Plan } from '../../../src-main/core/plan/plan.ts';
import type { ContainerRequest } from '../../../src-main/core/plan/requests.ts';
import { container, model, observed, service, started } from '../../support/builders.ts';
import { printed, tryUp, up } from './printed.ts';

const implied = { ...started, restart: true };
const { networks: _, ...bare } = service();
const sharing = () =>
  model({
    base: service(),
    sharer: { ...bare, network_mode: 'service:base', depends_on: { base: implied } },
  });

const requestOf = (plan: Plan, name: string): ContainerRequest | undefined =>
  plan.steps
    .flatMap(({ action }) => (action.do === 'create container' ? [action.request] : []))
    .find((request) => request.name.endsWith(name));

describe('a service that shares with another', () => {
  it('is made when its lender is there, and goes by the name of that until its id is known', () => {
    const plan = up(sharing(), observed(sharing(), []));
    expect(printed(plan)).toEqual([
      '[] -> #1 base: create container: no container yet',
      '[1] -> #2 sharer: create container: no container yet',
      '[1] -> #3 base: start container: it was just made',
      '[2,3] -> #4 sharer: start container: it was just made',
    ]);
    const request = requestOf(plan, 'sharer-1');
    expect(request?.lenders).toEqual([{ service: 'base', container: 'p-base-1' }]);
    expect(request?.body.HostConfig.NetworkMode).toBe('container:p-base-1');
  });

  it('has the id of a lender that stays', () => {
    const base = container(sharing(), 'base');
    const request = requestOf(up(sharing(), observed(sharing(), [base])), 'sharer-1');
    expect(request?.lenders).toBeUndefined();
    expect(request?.body.HostConfig.NetworkMode).toBe(`container:${base.id}`);
  });

  it('stays when its lender stays', () => {
    const of = sharing();
    const seen = observed(of, [container(of, 'base'), container(of, 'sharer')]);
    expect(up(of, seen).steps).toEqual([]);
  });

  it('stops before its lender is made anew, and is made anew after it', () => {
    const of = sharing();
    const seen = observed(of, [container(of, 'base', { configHash: 'another' }), container(of, 'sharer')]);
    expect(printed(up(of, seen))).toEqual([
      '[] -> #1 sharer: stop container: base is recreated',
      '[] -> #2 base: create container: its configuration changed',
      '[1] -> #3 base: stop container: its configuration changed',
      '[2,3] -> #4 base: remove container: its configuration changed',
      '[4] -> #5 base: give the new container its name: its configuration changed',
      '[5] -> #6 sharer: create container: it shares with base, which is made anew',
      '[1,6] -> #7 sharer: remove container: it shares with base, which is made anew',
      '[7] -> #8 sharer: give the new container its name: it shares with base, which is made anew',
      '[5] -> #9 base: start container: it was just replaced',
      '[1,8,9] -> #10 sharer: start container: it was just replaced',
    ]);
  });

  it('is made anew when scaling down takes its lender away, and uses the first that is left', () => {
    const of = model({
      base: service(),
      reader: service({ volumes_from: ['base:ro'], depends_on: { base: implied } }),
    });
    const second = container(of, 'base', { number: 2 });
    const seen = observed(of, [
      container(of, 'base', { configHash: 'another' }),
      second,
      container(of, 'reader'),
    ]);
    const request = requestOf(up(of, seen), 'reader-1');
    expect(request?.body.HostConfig['VolumesFrom']).toEqual([second.id]);
    expect(request?.lenders).toBeUndefined();
  });

  it('without dependencies takes a lender that is there, and is refused where there is none', () => {
    const of = sharing();
    const own = { wanted: ['sharer'], flags: { noDeps: true } };
    const base = container(of, 'base', { configHash: 'another' });
    expect(printed(up(of, observed(of, [base]), own))).toEqual([
      '[] -> #1 sharer: create container: no container yet',
      '[1] -> #2 sharer: start container: it was just made',
    ]);
    expect(tryUp(of, nothingObserved, own)).toEqual({
      ok: false,
      error: [{ kind: 'lender-missing', service: 'sharer', lender: 'base' }],
    });
  });
});

it('the docker command for a container names what it has of others', () => {
  const of = model({
    base: service(),
    rest: service({
      ipc: 'service:base',
      volumes_from: ['base'],
      links: ['base:b'],
      depends_on: { base: implied },
    }),
  });
  const commands = up(of, observed(of, [])).steps.map(({ action }) => equivalent(action));
  expect(commands.find((command) => command.includes('--name p-rest-1'))).toContain(
    '--network p_default --ipc container:p-base-1 --volumes-from p-base-1 --link p-base-1:b',
  );
});

describe('a service that links to another', () => {
  const linking = () =>
    model({
      db: service({ scale: 2 }),
      app: service({ links: ['db:database'], external_links: ['old'], depends_on: { db: implied } }),
    });

  it('is made after all containers it links to, and names each of them', () => {
    const of = linking();
    const plan = up(of, observed(of, []));
    expect(printed(plan).slice(0, 3)).toEqual([
      '[] -> #1 db: create container: no container yet',
      '[] -> #2 db: create container 2: no container yet',
      '[1,2] -> #3 app: create container: no container yet',
    ]);
    const links = [
      'p-db-1:database',
      'p-db-1:db-1',
      'p-db-1:p-db-1',
      'p-db-2:database',
      'p-db-2:db-1',
      'p-db-2:p-db-1',
      'old:old',
    ];
    expect(requestOf(plan, 'app-1')?.body).toMatchObject({
      HostConfig: { Links: links },
      NetworkingConfig: { EndpointsConfig: { p_default: { Links: links } } },
    });
  });

  it('stays when what it links to is made anew: the names stay', () => {
    const of = linking();
    const seen = observed(of, [
      container(of, 'db', { configHash: 'another' }),
      container(of, 'db', { number: 2 }),
      container(of, 'app'),
    ]);
    expect(printed(up(of, seen)).filter((line) => line.includes('app: create'))).toEqual([]);
  });
});
