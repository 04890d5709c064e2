import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src-main/contract/problem.ts';
import { stuckContainers } from '../../src-main/engine/stuck-containers.ts';
import { container, model, service } from '../support/builders.ts';

const of = model({ a: service(), b: service() });
const overdue: Problem = {
  kind: 'wait-overdue',
  service: 'a',
  condition: 'healthy',
  afterMs: 135_000,
  probe: '',
};
const exited = (exitCode: number, outOfMemory = false): Problem => ({
  kind: 'container-exited',
  service: 'a',
  exitCode,
  outOfMemory,
  log: [],
});
const found = (problems: readonly Problem[], own: object): readonly string[] => [
  ...stuckContainers(problems, [container(of, 'a', own), container(of, 'b', own)]),
];

describe('a container that only being made anew helps', () => {
  const silent = { health: 'starting', probe: null } as const;

  it('is one whose check the engine has not run once in all the time that it had', () => {
    expect(found([overdue], silent)).toEqual(['p-a-1']);
    const answered = { ...silent, probe: { output: 'Health check exceeded timeout', exitCode: -1, at: 1 } };
    expect(found([overdue], answered)).toEqual([]);
    expect(found([{ ...overdue, condition: 'done' }], silent)).toEqual([]);
  });

  it('is one that is killed again and again, by nobody and not for memory', () => {
    expect(found([exited(137)], { restarts: 5 })).toEqual(['p-a-1']);
    expect(found([exited(137)], { restarts: 4 })).toEqual([]);
    expect(found([exited(1)], { restarts: 9 })).toEqual([]);
    expect(found([exited(137, true)], { restarts: 9 })).toEqual([]);
  });

  it('is made anew also where another wait ended badly, which may be for want of it', () => {
    const other: Problem = { ...exited(1), service: 'b' } as Problem;
    expect(found([exited(137), other], { restarts: 5 })).toEqual(['p-a-1']);
  });

  it('is none where anything but a wait failed too', () => {
    const other: Problem = {
      kind: 'hook-failed',
      service: 'b',
      hook: 'post_start',
      command: [],
      exitCode: 1,
      log: [],
    };
    expect(found([overdue, other], silent)).toEqual([]);
    expect(found([], silent)).toEqual([]);
  });
});
