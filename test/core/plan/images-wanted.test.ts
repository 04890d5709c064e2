import { describe, expect, test } from 'vitest';
import { nothingObserved, type ObservedImage } from '../../../src-main/core/plan/observed.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { fitsPlatform } from '../../../src-main/core/plan/platform.ts';
import { oldestAgeMs } from '../../../src-main/core/plan/pull-age.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import { hashesOf, image, model, service } from '../../support/builders.ts';
import { printed, up } from './printed.ts';

const hour = 3_600_000;
const now = 1_000_000 * hour;

/** The steps for an image that is there, under a policy. */
function imageSteps(pull_policy: string, seen: ObservedImage): string[] {
  const of = model({ a: service({ pull_policy }) });
  const observed = { ...nothingObserved, images: { 'app:1': seen } };
  const wish = {
    model: of,
    observed,
    leftovers: [],
    hashes: hashesOf(of),
    generations: null,
    wanted: null,
    now,
  };
  const plan = planUp(wish);
  if (!plan.ok) throw new Error('no plan');
  return printPlan(plan.value)
    .split('\n')
    .filter((line) => line.includes('image'));
}

describe('an image under a pull policy', () => {
  test('is pulled when it is older than the policy says, and not before', () => {
    const tagged = (hours: number): ObservedImage => image({ taggedAt: now - hours * hour });
    expect(imageSteps('daily', tagged(23))).toEqual([]);
    expect(imageSteps('daily', tagged(25))).toEqual([
      '[] -> #1 a: pull image app:1: pull_policy is daily, and the image is older',
    ]);
    expect(imageSteps('weekly', tagged(6 * 24))).toEqual([]);
    expect(imageSteps('weekly', tagged(8 * 24))).toHaveLength(1);
    expect(imageSteps('every_1d12h', tagged(35))).toEqual([]);
    expect(imageSteps('every_1d12h', tagged(37))).toHaveLength(1);
    expect(imageSteps('missing', tagged(9999))).toEqual([]);
  });

  test('is pulled when nobody can say how old it is', () => {
    expect(imageSteps('weekly', image({ taggedAt: null }))).toHaveLength(1);
    expect(imageSteps('missing', image({ taggedAt: null }))).toEqual([]);
  });

  test('has an age limit in every unit that the file may use', () => {
    expect(['every_2w', 'every_1h', 'every_5m30s', 'refresh', 'always'].map(oldestAgeMs)).toEqual([
      14 * 24 * hour,
      hour,
      330_000,
      0,
      null,
    ]);
  });
});

describe('an image for another platform', () => {
  test('is as good as none for a service that names its own', () => {
    expect(['linux/amd64', 'amd64', 'linux/x86_64'].map((own) => fitsPlatform(own, 'linux/amd64'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(fitsPlatform('linux/arm64/v8', 'linux/arm64')).toBe(true);
    expect(fitsPlatform('linux/arm/v6', 'linux/arm/v7')).toBe(false);
    expect(fitsPlatform('linux/arm64', 'linux/amd64')).toBe(false);
    expect(fitsPlatform(undefined, 'linux/amd64')).toBe(true);
    const of = model({ a: service({ platform: 'linux/arm64' }) });
    const seen = (platform: string) => ({
      ...nothingObserved,
      images: { 'app:1': image({ platform }) },
    });
    expect(printed(up(of, seen('linux/amd64')))[0]).toContain('pull image app:1');
    expect(printed(up(of, seen('linux/arm64'))).some((line) => line.includes('pull image'))).toBe(false);
  });
});

describe('images of one project', () => {
  test('that two services share are pulled once', () => {
    const of = model({ a: service(), b: service() });
    expect(printed(up(of, nothingObserved)).filter((line) => line.includes('pull'))).toHaveLength(1);
  });

  test('that a build takes as contexts are built before it, also where two take each other’s', () => {
    const { image: _, ...plain } = service();
    const of = model({
      api: { ...plain, build: { context: '/x', additional_contexts: { base: 'service:base' } } },
      base: { ...plain, build: { context: '/y', additional_contexts: { api: 'service:api' } } },
    });
    expect(printed(up(of, nothingObserved, { wanted: ['api'] })).slice(0, 2)).toEqual([
      '[] -> #1 base: build image p-base: not on this machine',
      '[1] -> #2 api: build image p-api: not on this machine',
    ]);
  });
});
