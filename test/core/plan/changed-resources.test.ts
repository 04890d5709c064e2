import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import type { Observed } from '../../../src-main/core/plan/observed.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import { asTheFileSays } from '../../../src-main/core/plan/up-flags.ts';
import {
  container,
  firstOf,
  hashesOf,
  model,
  observed,
  observedVolume,
  service,
  stack,
} from '../../support/builders.ts';
import { printed, tryUp, up } from './printed.ts';

const data = { type: 'volume', source: 'data', target: '/d' } as const;
const two = () => model({ a: service({ volumes: [data] }), b: service() });

/** Both run, and the network or the volume has another hash than the file now gives it. */
function seen(
  of: Model,
  differs: 'network' | 'volume',
  labels: Readonly<Record<string, string>> = {},
): Observed {
  const all = observed(of, [container(of, 'a'), container(of, 'b')]);
  const other = { 'com.docker.compose.config-hash': 'another', ...labels };
  const change = <T extends { readonly labels: Readonly<Record<string, string>> }>(each: T): T => ({
    ...each,
    labels: { ...each.labels, ...other },
  });
  return differs === 'network'
    ? { ...all, networks: all.networks.map(change) }
    : { ...all, volumes: all.volumes.map(change) };
}

describe('a network that is other than the file says', () => {
  it('is refused, with what hangs on it, and nothing else is planned', () => {
    const of = two();
    expect(tryUp(of, seen(of, 'network'))).toEqual({
      ok: false,
      error: [{ kind: 'network-changed', network: 'p_default', containers: ['p-a-1', 'p-b-1'] }],
    });
  });

  it('stays as it is where that was chosen', () => {
    const of = two();
    expect(up(of, seen(of, 'network'), { flags: { changedNetworks: 'keep' } }).steps).toEqual([]);
  });

  it('is made anew with all containers on it where that was chosen', () => {
    const of = model({ a: service() });
    const plan = up(
      of,
      { ...seen(of, 'network'), containers: [container(of, 'a')] },
      {
        flags: { changedNetworks: 'recreate' },
      },
    );
    expect(printed(plan)).toEqual([
      '[] -> #1 a: stop container: its network is made anew',
      '[1] -> #2 a: remove container: its network is made anew',
      '[2] -> #3 remove network p_default: its configuration changed',
      '[3] -> #4 create network p_default: its configuration changed',
      '[2,4] -> #5 a: create container: its network is made anew',
      '[2,5] -> #6 a: start container: it was just replaced',
    ]);
    expect(plan.steps[4]?.action).toMatchObject({ request: { name: 'p-a-1' } });
  });

  it('is not made anew while something that is not part of the plan hangs on it', () => {
    const of = model({ a: service() });
    const all = seen(of, 'network');
    const gone = container(of, 'gone', { networks: ['p_default'] });
    const flags = { changedNetworks: 'recreate' } as const;
    expect(tryUp(of, { ...all, containers: [container(of, 'a'), gone] }, { flags })).toMatchObject({
      error: [
        { kind: 'in-use', thing: 'The network p_default', detail: expect.stringContaining('p-gone-1') },
      ],
    });
  });

  it('takes a surplus replica along once', () => {
    const of = model({ a: service() });
    const two = [1, 2].map((number) => container(of, 'a', { number }));
    const flags = { changedNetworks: 'recreate' } as const;
    const lines = printed(up(of, { ...seen(of, 'network'), containers: two }, { flags }));
    expect(lines.filter((line) => line.includes('remove container'))).toEqual([
      '[1] -> #2 a: remove container: its network is made anew',
      '[3] -> #4 a: remove container 2: its network is made anew',
    ]);
    expect(lines).toContain('[2,4] -> #5 remove network p_default: its configuration changed');
  });

  it('without a hash is taken as it is; one made otherwise is not', () => {
    const of = model({ a: service() });
    const label = { 'com.docker.compose.network': 'default', 'com.docker.compose.project': 'p' };
    const found = (labels: Readonly<Record<string, string>>) => ({
      ...observed(of, [container(of, 'a')]),
      networks: [{ id: 'n', name: 'p_default', labels }],
    });
    expect(up(of, found(label)).steps).toEqual([]);
    expect(tryUp(of, found({}))).toEqual({
      ok: false,
      error: [
        { kind: 'network-foreign', network: 'p_default', why: 'It was not made for a Compose project.' },
      ],
    });
    expect(tryUp(of, found({ ...label, 'com.docker.compose.network': 'back' }))).toMatchObject({
      error: [{ why: 'It was made as network back of project p.' }],
    });
  });
});

describe('a volume that is other than the file says', () => {
  it('is refused, and kept where that was chosen', () => {
    const of = two();
    expect(tryUp(of, seen(of, 'volume'))).toEqual({
      ok: false,
      error: [{ kind: 'volume-changed', volume: 'p_data' }],
    });
    expect(up(of, seen(of, 'volume'), { flags: { changedVolumes: 'keep' } })).toMatchObject({
      steps: [],
      loses: [],
    });
  });

  it('is made anew with those who mount it, and the plan says that its data is lost', () => {
    const of = two();
    const plan = up(of, seen(of, 'volume'), { flags: { changedVolumes: 'recreate' } });
    expect(printed(plan)).toEqual([
      '[] -> #1 a: stop container: its volume is made anew',
      '[1] -> #2 a: remove container: its volume is made anew',
      '[2] -> #3 remove volume p_data: its configuration changed',
      '[3] -> #4 create volume p_data: its configuration changed',
      '[2,4] -> #5 a: create container: its volume is made anew',
      '[2,5] -> #6 a: start container: it was just replaced',
      'loses: Volume p_data is made anew. Nothing brings its data back.',
    ]);
  });

  it('is never made anew where it is a generation of the database', () => {
    const of = stack();
    const volume = observedVolume(of, 'dbdata', 'p_dbdata');
    const labels = { ...volume.labels, 'com.docker.compose.config-hash': 'another' };
    const plan = planUp({
      model: of,
      observed: observed(of, [], { volumes: [{ ...volume, labels }] }),
      leftovers: [],
      hashes: hashesOf(of),
      generations: firstOf(of),
      wanted: null,
      flags: { ...asTheFileSays, changedVolumes: 'recreate' },
    });
    expect(plan).toMatchObject({ ok: false, error: [{ kind: 'volume-foreign', volume: 'p_dbdata' }] });
  });

  it('made for another project is used, and said', () => {
    const of = two();
    const foreign = seen(of, 'volume', {
      'com.docker.compose.project': 'other',
      'com.docker.compose.config-hash': 'hash of data',
    });
    expect(up(of, foreign)).toMatchObject({
      steps: [],
      warnings: [
        'Volume p_data was made for project other and is used as it is. Declare it as external to say so.',
      ],
    });
  });
});
