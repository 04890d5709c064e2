import { beforeEach, expect, it } from 'vitest';
import { LiveState } from '../../src-main/engine/live-state.ts';
import { ProjectSource } from '../../src-main/engine/project-source.ts';
import { FakeWorld } from '../support/fake-world.ts';

const file = '/srv/shop/compose.yaml';
const naming = (service: string): string => `name: shop\nservices: { ${service}: { image: app:1 } }\n`;

let world: FakeWorld;
let now: number;
let source: ProjectSource;
beforeEach(() => {
  world = new FakeWorld();
  world.files.texts.set(file, naming('one'));
  now = 10_000_000;
  const ports = { ...world.ports(), clock: { ...world.ports().clock, now: () => now } };
  const wish = {
    dir: '/srv/shop',
    environment: 'local',
    files: null,
    compose: { from: '/srv/shop' },
  } as const;
  source = new ProjectSource(ports, wish, new LiveState({ id: 'p', dir: '/srv/shop', environment: 'local' }));
});

const services = (): string[] => Object.keys(source.loaded.model?.services ?? {});

it('files that were read a moment ago are not read again, however often they are asked for', async () => {
  await source.fresh();
  world.files.texts.set(file, naming('two'));
  await source.fresh();
  expect(services()).toEqual(['one']);
  now += 2_000;
  await source.fresh();
  expect(services()).toEqual(['two']);
});

it('a clock that was set back does not make old files fresh', async () => {
  await source.fresh();
  world.files.texts.set(file, naming('two'));
  now -= 3_600_000;
  await source.fresh();
  expect(services()).toEqual(['two']);
});

it('what is written while files are being read is read when it is asked for', async () => {
  const { readText } = world.files;
  const gate = Promise.withResolvers<void>();
  const isRead = Promise.withResolvers<void>();
  world.files.readText = async (path) => {
    const text = await readText.call(world.files, path);
    if (path !== file) return text;
    isRead.resolve();
    await gate.promise;
    return text;
  };
  const first = source.reload();
  await isRead.promise;
  world.files.texts.set(file, naming('two'));
  const second = source.reload();
  gate.resolve();
  await Promise.all([first, second]);
  expect(services()).toEqual(['two']);
});
