import { expect, it } from 'vitest';
import { flagsOfGoal, goalFlags } from '../../src-main/contract/goal-flags.ts';
import { goals } from '../../src-main/contract/names.ts';
import { foreignFlags, unknownServices } from '../../src-main/engine/plan-services.ts';
import { model, service } from '../support/builders.ts';

it('a flag that says nothing about a goal is refused, each by its name', () => {
  expect(foreignFlags('stop', { graceSeconds: 1, scale: { a: 2 }, images: 'all' })).toEqual([
    { kind: 'request-invalid', message: 'stop has no flag scale.' },
    { kind: 'request-invalid', message: 'stop has no flag images.' },
  ]);
});

it('every flag belongs to a goal, and crosses a wire', () => {
  const used = new Set(goals.flatMap((goal) => flagsOfGoal[goal]));
  expect([...used].toSorted()).toEqual(Object.keys(goalFlags.shape).toSorted());
});

it('what is no flag, or has no value that it can have, does not cross a wire', () => {
  for (const flags of [
    { scale: { a: -1 } },
    { graceSeconds: 1.5 },
    { signal: '; rm' },
    { recreate: true },
    { other: 1 },
  ])
    expect(goalFlags.safeParse(flags).success, JSON.stringify(flags)).toBe(false);
});

it('services that are not there are told with the nearest that is', () => {
  expect(unknownServices(model({ api: service() }), ['api', 'apy'])).toEqual([
    { kind: 'service-unknown', name: 'apy', known: ['api'], nearest: 'api' },
  ]);
});
