import { expect, it } from 'vitest';
import { loadModel } from '../../../src-main/core/compose/load.ts';
import { printModel } from '../../../src-main/core/compose/print.ts';
import { seal, sealedNamesIn } from '../../../src-main/core/secrets/sealed.ts';

const load = (text: string) =>
  loadModel({
    files: [{ path: '/p/compose.yaml', text }],
    workingDir: '/p',
    projectName: null,
    values: { DB__PASSWORD: seal('DB__PASSWORD'), PORT: '80' },
    hasProfile: true,
    profiles: [],
    platform: 'posix',
    homeDir: '/home/tester',
  });

it('a secret stays a reference through every phase, and config prints its name', () => {
  const { model, problems } = load(
    'services: {a: {image: i, environment: {URL: "pg://app:${DB__PASSWORD}@db", COST: "$$5"}, command: "x -p ${DB__PASSWORD}"}}\n',
  );
  expect(problems).toEqual([]);
  expect(sealedNamesIn(model)).toEqual(['DB__PASSWORD']);
  expect(model?.services['a']?.command).toEqual(['x', '-p', seal('DB__PASSWORD')]);
  const text = printModel(model ?? expect.fail(), 'yaml');
  expect(text).toContain('URL: pg://app:${DB__PASSWORD}@db');
  expect(text).toContain('COST: $$5');
  expect(printModel(model ?? expect.fail(), 'json')).toContain('"URL": "pg://app:${DB__PASSWORD}@db"');
});

it('a secret where a number is wanted is refused by its name', () => {
  const { problems } = load('services: {a: {image: i, scale: "${DB__PASSWORD}"}}\n');
  expect(problems).toMatchObject([{ message: expect.stringContaining('found "${DB__PASSWORD}"') }]);
});

it('a file cannot make a reference by itself', () => {
  const { problems } = load(`services: {a: {image: "${seal('OTHER')}"}}\n`);
  expect(problems).toMatchObject([
    { message: expect.stringContaining('reserved for references to secrets') },
  ]);
});

it('with a profile, the hint for a missing variable points to its keys', () => {
  const { problems } = load('services: {a: {image: "${TAG:?which}"}}\n');
  expect(problems).toMatchObject([{ hint: expect.stringContaining('berth.yaml') }]);
});
