import { expect, it } from 'vitest';
import type { Problem } from '../../src-main/contract/problem.ts';
import { toldOnce } from '../../src-main/core/told-once.ts';

const absent = (detail: string): Problem => ({ kind: 'engine-absent', endpoint: 'unix:///a.sock', detail });
const exited = (service: string): Problem => ({
  kind: 'container-exited',
  service,
  exitCode: 1,
  outOfMemory: false,
  log: [],
});

it('an engine that went away under many steps is one problem; what services did is told of each', () => {
  const problems = [absent('at start'), exited('db'), absent('at stop'), exited('api'), exited('db')];
  expect(toldOnce(problems)).toEqual([absent('at start'), exited('db'), exited('api')]);
});
