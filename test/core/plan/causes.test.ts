import { describe, expect, it } from 'vitest';
import type { ServiceModel } from '../../../src-main/core/compose/model.ts';
import type { ObservedContainer } from '../../../src-main/core/plan/observed.ts';
import type { UpFlags } from '../../../src-main/core/plan/up-flags.ts';
import { container, model, observed, service, started } from '../../support/builders.ts';
import { printed, up } from './printed.ts';

// Why docker compose 2.40 makes a container, makes it anew, starts it or leaves it: `berth plan up` says each of them.

const data = { type: 'volume', source: 'data', target: '/d' } as const;

type Case = {
  readonly service?: Partial<ServiceModel>;
  readonly there?: Partial<ObservedContainer>;
  readonly flags?: Partial<UpFlags>;
};

/** The causes of what happens to the one container of a service that is there, each once. */
function causes({ service: own = {}, there = {}, flags = {} }: Case): readonly string[] {
  const of = model({ a: service(own) });
  const lines = printed(up(of, observed(of, [container(of, 'a', there)]), { flags }));
  return [...new Set(lines.map((line) => line.replace(/^\[.*?\] -> #\d+ /, '')))];
}

/** What a replacement says at each of its steps. */
const anew = (because: string): readonly string[] => [
  `a: create container: ${because}`,
  `a: stop container: ${because}`,
  `a: remove container: ${because}`,
  `a: give the new container its name: ${because}`,
  'a: start container: it was just replaced',
];

describe('a container is made anew because', () => {
  it.each<[string, Case]>([
    ['its configuration changed', { there: { configHash: 'another' } }],
    ['its image changed', { there: { imageId: 'sha256:0' } }],
    ['it is not attached to network p_default', { there: { networks: [] } }],
    ['volume p_data is not mounted', { service: { volumes: [data] }, there: { mounts: [] } }],
    [
      'network p_default is not the one that it was started on',
      { there: { networkIds: { p_default: '0' } } },
    ],
    ['it is still called 0123456789ab_p-a-1', { there: { name: '0123456789ab_p-a-1' } }],
    ['it was asked for', { flags: { recreate: 'always' } }],
    ['it was asked for', { flags: { renewAnonymousVolumes: true } }],
  ])('%s', (because, at) => expect(causes(at)).toEqual(anew(because)));

  it.each<Partial<ObservedContainer>>([
    { state: 'exited', stuck: true },
    { state: 'dead' },
    { state: 'removing' },
  ])('the engine can no longer start it: %o', (there) =>
    expect(causes({ there })[0]).toBe('a: create container: the engine can no longer start it'),
  );

  it('it shares with one that is made anew', () => {
    const of = model({ a: service(), b: service({ network_mode: 'service:a', networks: {} }) });
    const seen = observed(of, [container(of, 'a', { configHash: 'another' }), container(of, 'b')]);
    expect(printed(up(of, seen)).find((line) => line.includes('b: create'))).toContain(
      ': it shares with a, which is made anew',
    );
  });
});

describe('a container is made because', () => {
  it('there is none, or fewer than are wanted', () => {
    const of = model({ a: service({ scale: 2 }), b: service() });
    const lines = printed(up(of, observed(of, [container(of, 'a')])));
    expect(lines.filter((line) => line.includes('create'))).toEqual([
      '[] -> #1 a: create container 2: 2 containers are wanted',
      '[] -> #2 b: create container: no container yet',
    ]);
  });
});

describe('a container is started because', () => {
  it.each<[string, Partial<ObservedContainer>]>([
    ['it was never started', { state: 'created' }],
    ['it is exited', { state: 'exited', exitCode: 137 }],
  ])('%s', (because, there) => expect(causes({ there })).toEqual([`a: start container: ${because}`]));

  it('it was stopped for one that it restarts with', () => {
    const of = model({ a: service(), b: service({ depends_on: { a: { ...started, restart: true } } }) });
    const seen = observed(of, [container(of, 'a', { configHash: 'another' }), container(of, 'b')]);
    expect(printed(up(of, seen)).filter((line) => / b: /.test(line))).toEqual([
      expect.stringContaining('b: stop container: '),
      expect.stringContaining('b: start container: it was stopped for this'),
    ]);
  });
});

describe('a container stays', () => {
  it.each<[string, Case]>([
    ['as it is', {}],
    ['where nothing may be made anew', { there: { configHash: 'another' }, flags: { recreate: 'never' } }],
    ['when it ended and lost a network', { there: { networks: [], networkIds: {}, state: 'restarting' } }],
    ['when its image is not here', { service: { image: 'gone:1', pull_policy: 'never' } }],
    ['with mounts and ports that the file does not tell', { there: { ports: [], labels: { more: 'yes' } } }],
  ])('%s', (_, at) => expect(causes(at)).toEqual([]));
});
