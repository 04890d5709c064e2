import { expect, it } from 'vitest';
import { describe as text } from '../../../src-main/contract/describe.ts';
import { planDown } from '../../../src-main/core/plan/down.ts';
import { withApiSocket } from '../../../src-main/core/plan/api-socket.ts';
import { serviceHash } from '../../../src-main/core/compose/hash.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import { hashesOf, model, observed, service, started } from '../../support/builders.ts';
import { printed, tryUp, up } from './printed.ts';

const project = () =>
  model({
    vpc: service({ provider: { type: 'cloud' } }),
    llm: service({ models: { small: null } }),
    app: service({ depends_on: { vpc: started } }),
    alone: service(),
  });

it('a provider and a model are refused by name, whoever needs them, and nothing is pulled in their place', () => {
  const of = project();
  const refused = tryUp(of, observed(of, []));
  if (refused.ok) return expect.fail();
  expect(refused.error).toEqual([
    { kind: 'service-refused', service: 'vpc', part: 'provider', named: ['cloud'] },
    { kind: 'service-refused', service: 'llm', part: 'models', named: ['small'] },
  ]);
  expect(refused.error.map((problem) => text(problem).remedy)).toEqual(
    refused.error.map(() => expect.stringContaining('berth compose -- up -d')),
  );
  expect(tryUp(of, observed(of, []), { wanted: ['app'] }).ok).toBe(false);
});

it('what needs neither is brought up, and so is what is wanted without what it depends on', () => {
  const of = project();
  expect(printed(up(of, observed(of, []), { wanted: ['alone'] }))).toHaveLength(2);
  expect(printed(up(of, observed(of, []), { wanted: ['app'], flags: { noDeps: true } }))).toHaveLength(2);
});

it('down says what of a provider stays', () => {
  const of = project();
  expect(planDown({ model: of, observed: observed(of, []), leftovers: [] }).warnings).toEqual([
    'What the provider cloud made for vpc stays: `berth compose -- down` has it removed.',
  ]);
});

// Hashes as docker compose 2.40 labelled them.
it.each([
  [{}, '72f41f1feee7b0f716680d3cdca29e6ad415617edf41908f8e9bc5ddc3ec34dc'],
  [
    { environment: { DOCKER_CONFIG: '/own' } },
    '16c73e9644d8cb3d5e0712cf124c8388e09e266925e1c65c43f9b97a3068e30e',
  ],
])(
  'use_api_socket hands the socket in and a config without sign-ins, as docker compose hashes it',
  (own, hash) => {
    const plain = {
      command: ['sleep', '300'],
      entrypoint: null,
      image: 'busybox:1.36',
      networks: { default: null },
    };
    const of = withApiSocket(
      model({ a: { ...plain, use_api_socket: true, stop_grace_period: '0s', ...own } }),
    );
    expect(serviceHash(of.services['a'] ?? expect.fail())).toBe(hash);
  },
);

it('no profile hands the engine in', () => {
  const of = model({ a: service({ use_api_socket: true }) });
  const wish = {
    model: of,
    observed: observed(of, []),
    leftovers: [],
    hashes: hashesOf(of),
    generations: null,
  };
  expect(planUp({ ...wish, wanted: null, hasProfile: true })).toMatchObject({
    error: [{ kind: 'service-refused', service: 'a', part: 'use_api_socket' }],
  });
  expect(planUp({ ...wish, wanted: null }).ok).toBe(true);
});
