import { describe as words, expect, it } from 'vitest';
import { describe } from '../../../src-main/contract/describe.ts';
import type { Model, ServiceModel } from '../../../src-main/core/compose/model.ts';
import { asTheFileSays } from '../../../src-main/core/plan/up-flags.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import { variableKey } from '../../../src-main/core/plan/variable-texts.ts';
import { container, hashesOf, model, observed, service } from '../../support/builders.ts';

type Case = {
  readonly service: Partial<ServiceModel>;
  readonly objects?: Model['secrets'];
  readonly texts?: Readonly<Record<string, string>>;
};

const projectOf = ({ service: own, objects = {} }: Case): Model =>
  model({ a: service(own) }, { secrets: objects, configs: objects });

function plan(at: Case, { there = false, starts = true } = {}) {
  const of = projectOf(at);
  const seen = observed(of, there ? [container(of, 'a')] : []);
  const rest = {
    leftovers: [],
    hashes: hashesOf(of),
    generations: null,
    wanted: null,
    texts: at.texts ?? {},
  };
  return planUp({ model: of, observed: seen, ...rest, flags: { ...asTheFileSays, starts } });
}

const told = (at: Case): readonly string[] => {
  const planned = plan(at);
  return planned.ok ? [] : planned.error.map((problem) => describe(problem).detail);
};

const s = [{ source: 's' }];
const object = (own: object) => ({ s: { name: 'p_s', ...own } });

words('docker compose makes no container of', () => {
  it.each<[string, Case, string]>([
    [
      'an external secret',
      { service: { secrets: s }, objects: object({ external: true }) },
      'services.a.secrets: s is external',
    ],
    [
      'an external config',
      { service: { configs: s }, objects: object({ external: true }) },
      'services.a.configs: s is external',
    ],
    ['a driver', { service: { secrets: s }, objects: object({ file: '/f', driver: 'x' }) }, 's has a driver'],
    [
      'a template driver',
      { service: { configs: s }, objects: object({ file: '/f', template_driver: 'golang' }) },
      's has a template_driver',
    ],
    [
      'a start interval without a start period',
      { service: { healthcheck: { test: ['CMD', 'true'], start_interval: '1s' } } },
      'services.a.healthcheck.start_interval: ',
    ],
    [
      'two MAC addresses',
      {
        service: {
          mac_address: '02:42:ac:11:65:43',
          networks: { default: { mac_address: '02:42:ac:11:65:44' } },
        },
      },
      'services.a.mac_address: it is 02:42:ac:11:65:43, and 02:42:ac:11:65:44 on network default',
    ],
    [
      'a variable that is not set',
      { service: { secrets: s }, objects: object({ environment: 'GONE' }) },
      's comes from GONE, which is not set',
    ],
    [
      'a file that is copied into a read-only root',
      { service: { configs: s, read_only: true }, objects: object({ content: 'x' }) },
      's is copied in, and the container is read_only',
    ],
  ])('%s', (_, at, text) => expect(told(at)).toEqual([expect.stringContaining(text)]));
});

it('a container that is there and stays is not asked', () => {
  const at = { service: { secrets: s }, objects: object({ environment: 'GONE' }) };
  expect(plan(at, { there: true }).ok).toBe(true);
  expect(plan(at, { starts: false }).ok).toBe(true);
});

it('what is whole is made', () => {
  const at = { service: { secrets: s, read_only: true }, objects: object({ environment: 'SET' }) };
  expect(plan({ ...at, texts: { [variableKey('SET')]: '' } }).ok).toBe(true);
  expect(plan({ service: { secrets: s, read_only: true }, objects: object({ file: '/f' }) }).ok).toBe(true);
});
