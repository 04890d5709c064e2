import { describe, expect, it } from 'vitest';
import { planDown } from '../../../src-main/core/plan/down.ts';
import { type DownFlags, nothingMore } from '../../../src-main/core/plan/down-flags.ts';
import { nothingObserved, type Observed } from '../../../src-main/core/plan/observed.ts';
import type { Generations } from '../../../src-main/core/plan/generations.ts';
import type { Model } from '../../../src-main/core/compose/model.ts';
import {
  container,
  firstOf,
  generations,
  model,
  observed,
  observedVolume,
  service,
  stack,
  started,
} from '../../support/builders.ts';
import { printed, up } from './printed.ts';

const data = { type: 'volume', source: 'data', target: '/d' } as const;
const anonymous = { type: 'volume', target: '/anonymous' } as const;
const two = () => model({ a: service(), b: service({ depends_on: { a: started } }) });
const both = (of: Model) => observed(of, [container(of, 'a'), container(of, 'b')]);

describe('the flags of up', () => {
  it('force recreate makes selected services anew, and what they depend on only where it differs', () => {
    const of = two();
    const flags = { recreate: 'always' } as const;
    const created = (wanted?: readonly string[]) =>
      printed(up(of, both(of), { flags, ...(wanted === undefined ? {} : { wanted }) })).flatMap(
        (line) => /(\w+): create container: (.+)/.exec(line)?.slice(1).join(' ') ?? [],
      );
    expect(created()).toEqual(['a it was asked for', 'b it was asked for']);
    expect(created(['b'])).toEqual(['b it was asked for']);
  });

  it('no recreate keeps what differs, and makes what is missing', () => {
    const of = two();
    const seen = observed(of, [container(of, 'a', { configHash: 'another', imageId: 'sha256:0' })]);
    expect(printed(up(of, seen, { flags: { recreate: 'never' } }))).toEqual([
      '[] -> #1 b: create container: no container yet',
      '[1] -> #2 b: start container: it was just made',
    ]);
  });

  it('no deps leaves what a service depends on alone, and does not wait for it', () => {
    const of = stack();
    const lines = printed(up(of, observed(of, []), { wanted: ['api'], flags: { noDeps: true } }));
    expect(lines).toEqual([
      '[] -> #1 api: create container: no container yet',
      '[1] -> #2 api: start container: it was just made',
      '[2] -> #3 api: wait until healthy: green means healthy',
    ]);
    const label = (flags: object) =>
      up(of, observed(of, []), { wanted: ['api'], flags }).steps.flatMap(({ service, action }) =>
        service === 'api' && action.do === 'create container'
          ? action.request.body.Labels['com.docker.compose.depends_on']
          : [],
      );
    expect(label({ noDeps: true })).toEqual(['']);
    expect(label({})).toEqual([expect.stringContaining('db:service_healthy:')]);
  });

  it('scale goes before the file, up and down', () => {
    const of = model({ a: service({ scale: 2 }) });
    const seen = observed(
      of,
      [1, 2].map((number) => container(of, 'a', { number })),
    );
    expect(printed(up(of, seen, { flags: { scale: { a: 3 } } }))).toEqual([
      '[] -> #1 a: create container 3: 3 containers are wanted',
      '[1] -> #2 a: start container 3: it was just made',
    ]);
    expect(printed(up(of, seen, { flags: { scale: { a: 0 } } })).at(-1)).toBe(
      '[3] -> #4 a: remove container 2: only 0 wanted',
    );
  });

  it('orphans are named with the files they were made from, and removed when asked', () => {
    const of = model({ a: service() });
    const gone = container(of, 'gone', {
      labels: { 'com.docker.compose.project.config_files': '/srv/old/compose.yaml' },
    });
    const seen = observed(of, [container(of, 'a'), gone]);
    expect(up(of, seen).warnings).toEqual([
      'Containers of services that the Compose file no longer has: p-gone-1 (made from /srv/old/compose.yaml). --remove-orphans removes them.',
    ]);
    const plan = up(of, seen, { flags: { removeOrphans: true } });
    expect(plan.warnings).toEqual([]);
    expect(printed(plan)).toEqual([
      '[] -> #1 gone: stop container: the Compose file no longer has it',
      '[1] -> #2 gone: remove container: the Compose file no longer has it',
    ]);
  });

  it('an orphan is gone before anything is started in its place, on its volume or its port', () => {
    const of = model({ a: service({ volumes: [data] }) }, { volumes: { data: { name: 'p_data' } } });
    const mounts = [{ type: 'volume', source: 'p_data', target: '/d', readOnly: false }] as const;
    const seen = observed(of, [container(of, 'gone', { mounts })]);
    expect(printed(up(of, seen, { flags: { removeOrphans: true } }))).toEqual([
      '[] -> #1 gone: stop container: the Compose file no longer has it',
      '[1] -> #2 gone: remove container: the Compose file no longer has it',
      '[] -> #3 a: create container: no container yet',
      '[2,3] -> #4 a: start container: it was just made',
    ]);
  });

  it('an orphan gives its name up before a container is made of that name', () => {
    const of = model({ a: service({ container_name: 'kept' }) });
    const seen = observed(of, [container(of, 'gone', { name: 'kept' })]);
    const [, , made] = printed(up(of, seen, { flags: { removeOrphans: true } }));
    expect(made).toBe('[2] -> #3 a: create container: no container yet');
  });

  it('what one-off containers left goes with the orphans, and one that runs stays', () => {
    const of = model({ a: service() });
    const oneOff = (name: string, state: 'exited' | 'running') =>
      container(of, 'a', { name, id: name, number: 0, oneOff: true, state });
    const seen = observed(of, [
      container(of, 'a'),
      oneOff('p-a-run-aaaaaaaaaaaa', 'exited'),
      oneOff('p-a-run-bbbbbbbbbbbb', 'running'),
    ]);
    const plan = up(of, seen, { flags: { removeOrphans: true } });
    expect(plan.steps.map(({ action }) => action)).toEqual([
      { do: 'remove container', container: 'p-a-run-aaaaaaaaaaaa' },
    ]);
    expect(up(of, seen)).toMatchObject({ steps: [], warnings: [] });
  });

  it('a service of a profile that is off is no orphan', () => {
    const of = { ...model({ a: service() }), disabled: ['debug'] };
    const seen = observed(of, [container(of, 'a'), container(of, 'debug')]);
    expect(up(of, seen, { flags: { removeOrphans: true } })).toMatchObject({ steps: [], warnings: [] });
  });

  it('build builds what has a build section, pull pulls the rest; what may come of it is said', () => {
    const of = model({
      a: service({ image: 'a:1', build: { context: '/srv/p/a' } }),
      b: service({ image: 'b:1' }),
    });
    const plan = up(of, both(of), { flags: { build: 'always', pull: 'always' } });
    expect(printed(plan)).toEqual([
      '[] -> #1 a: build image a:1: a build was asked for',
      '[] -> #2 b: pull image b:1: a pull was asked for',
    ]);
    expect(plan.secondLook).toBe('after images');
    expect(plan.warnings).toEqual([
      'Containers whose image comes out other than it was are made anew in the same run.',
    ]);
  });

  it('pull never pulls nothing, and pull missing goes before pull_policy always', () => {
    const of = model({ a: service({ pull_policy: 'always' }) });
    expect(printed(up(of, nothingObserved, { flags: { pull: 'never' } })).join()).not.toContain('pull');
    const seen = observed(of, [container(of, 'a')]);
    expect(up(of, seen, { flags: { pull: 'missing' } }).steps).toEqual([]);
  });

  it('new anonymous volumes make a service anew and take none over', () => {
    const of = model({ a: service({ volumes: [data, anonymous] }) });
    const seen = observed(of, [container(of, 'a')]);
    const mounts = (renewAnonymousVolumes: boolean) =>
      up(of, seen, { flags: { recreate: 'always', renewAnonymousVolumes } }).steps.flatMap(({ action }) =>
        action.do === 'create container' ? (action.request.body.HostConfig.Mounts ?? []) : [],
      );
    expect(mounts(false)).toEqual([{ Type: 'volume', Source: 'anonymous', Target: '/anonymous' }]);
    expect(mounts(true)).toEqual([{ Type: 'volume', Target: '/anonymous' }]);
    expect(up(of, seen, { flags: { renewAnonymousVolumes: true } }).steps).toHaveLength(5);
  });
});

function down(of: Model, seen: Observed, flags: Partial<DownFlags>, chain: Generations | null = null) {
  return planDown({
    model: of,
    observed: seen,
    leftovers: [],
    generations: chain,
    downFlags: { ...nothingMore, ...flags },
  });
}

describe('the flags of down', () => {
  it('volumes go with their data, which the plan says it loses; external and foreign ones stay', () => {
    const of = model(
      {
        a: service({
          volumes: [data, { ...data, source: 'out', target: '/o' }, { ...data, source: 'odd', target: '/x' }],
        }),
      },
      {
        volumes: { data: { name: 'p_data' }, out: { name: 'shared', external: true }, odd: { name: 'odd' } },
      },
    );
    const seen = observed(of, [container(of, 'a')], {
      volumes: [
        observedVolume(of, 'data', 'p_data'),
        observedVolume(of, 'out', 'shared'),
        { ...observedVolume(of, 'odd', 'odd'), labels: {} },
      ],
    });
    const plan = down(of, seen, { removeVolumes: true });
    expect(printed(plan).filter((line) => /volume/i.test(line))).toEqual([
      '[1] -> #2 a: remove container and its anonymous volumes: down was asked for',
      '[2] -> #4 remove volume p_data: down was asked for',
      'loses: Volume p_data is removed with its data. Nothing brings it back.',
    ]);
    expect(plan.warnings).toEqual(['Volume odd stays: it was not made for this project.']);
    expect(down(of, seen, {}).loses).toEqual([]);
  });

  it('a database that was reset keeps its generations', () => {
    const of = stack();
    const seen = observed(of, [], { volumes: [observedVolume(of, 'dbdata', 'p_dbdata')] });
    const removed = (chain: Generations) => down(of, seen, { removeVolumes: true }, chain).loses.length;
    expect(removed(firstOf(of))).toBe(1);
    expect(removed(generations(of, 2))).toBe(0);
  });

  it('images that were built go with local, all with all, each once', () => {
    const of = model({
      a: { ...service({ build: { context: '/srv/p/a' } }), image: 'own:1' },
      b: service({ image: 'b:1' }),
      c: service({ image: 'b:1' }),
    });
    const images = (which: DownFlags['images']) =>
      printed(down(of, observed(of, []), { images: which })).flatMap(
        (line) => /remove image (\S+):/.exec(line)?.[1] ?? [],
      );
    expect([images('kept'), images('local'), images('all')]).toEqual([[], ['own:1'], ['own:1', 'b:1']]);
  });

  it('only the named services go, and a network that others use stays', () => {
    const of = two();
    const plan = down(of, both(of), { services: new Set(['b']), graceSeconds: 3 });
    expect(printed(plan)).toEqual([
      '[] -> #1 b: stop container within 3 s: down was asked for',
      '[1] -> #2 b: remove container: down was asked for',
    ]);
    expect(plan.steps[0]?.action).toMatchObject({ graceSeconds: 3 });
    expect(plan.warnings).toEqual(['Network p_default stays: p-a-1 is attached to it.']);
  });

  it('of the named services alone go the volumes, networks and images, also where the rest has no containers', () => {
    const mount = (source: string) => ({ type: 'volume', source, target: '/v' });
    const of = model(
      {
        a: { ...service({ networks: { front: null }, volumes: [mount('mine')] }), image: 'a:1' },
        b: { ...service({ networks: { back: null }, volumes: [mount('other')] }), image: 'b:1' },
      },
      { volumes: { mine: { name: 'p_mine' }, other: { name: 'p_other' } } },
    );
    const seen = observed(of, [], {
      volumes: [observedVolume(of, 'mine', 'p_mine'), observedVolume(of, 'other', 'p_other')],
    });
    const flags = { services: new Set(['a']), removeVolumes: true, images: 'all' } as const;
    expect(printed(down(of, seen, flags))).toEqual([
      '[] -> #1 remove network p_front: down was asked for',
      '[] -> #2 remove volume p_mine: down was asked for',
      '[] -> #3 remove image a:1: down was asked for',
      'loses: Volume p_mine is removed with its data. Nothing brings it back.',
    ]);
  });

  it('a network goes as soon as the containers on it have, while others are still being stopped', () => {
    const of = model({
      db: service({ networks: { back: null } }),
      web: service({ networks: { front: null }, depends_on: { db: started } }),
    });
    expect(printed(down(of, observed(of, [container(of, 'web'), container(of, 'db')]), {}))).toEqual([
      '[] -> #1 web: stop container: down was asked for',
      '[1] -> #2 web: remove container: down was asked for',
      '[1~] -> #3 db: stop container: down was asked for',
      '[3] -> #4 db: remove container: down was asked for',
      '[4] -> #5 remove network p_back: down was asked for',
      '[2] -> #6 remove network p_front: down was asked for',
    ]);
  });

  it('orphans go when asked, and then the network goes too', () => {
    const of = model({ a: service() });
    const seen = observed(of, [container(of, 'a'), container(of, 'gone', { networks: ['p_default'] })]);
    expect(printed(down(of, seen, { removeOrphans: true }))).toEqual([
      '[] -> #1 a: stop container: down was asked for',
      '[1] -> #2 a: remove container: down was asked for',
      '[] -> #3 gone: stop container: the Compose file no longer has it',
      '[3] -> #4 gone: remove container: the Compose file no longer has it',
      '[2,4] -> #5 remove network p_default: down was asked for',
    ]);
    expect(down(of, seen, {}).warnings).toHaveLength(1);
  });
});
