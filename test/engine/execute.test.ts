import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src-main/contract/problem.ts';
import { fail, ok } from '../../src-main/contract/result.ts';
import type { Action, Step } from '../../src-main/core/plan/plan.ts';
import { execute, type Perform } from '../../src-main/engine/execute.ts';
import { realClock } from '../support/fake-world.ts';

const start = (container: string): Action => ({ do: 'start container', container });
const wait = (container: string): Action => ({
  do: 'wait for',
  container,
  condition: 'service_healthy',
  required: true,
  deadlineMs: null,
});
const step = (id: number, after: readonly number[], action: Action = start(`c${id}`)): Step => ({
  id,
  after,
  service: null,
  because: 'a test',
  action,
});
const broken: Problem = { kind: 'nothing-to-undo' };
const soon = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function told(
  steps: readonly Step[],
  perform: Perform,
  cancel = new AbortController().signal,
): Promise<string[]> {
  const lines: string[] = [];
  for await (const happening of execute({ run: 'r', steps, perform, cancel, clock: realClock })) {
    if (happening.kind === 'step skipped') lines.push(`${happening.step} skipped (${happening.because})`);
    else if ('step' in happening) lines.push(`${happening.step} ${happening.kind.slice(5)}`);
  }
  return lines;
}

describe('execute', () => {
  it('begins a step when all it comes after are done, independent ones at once', async () => {
    const lines = await told([step(1, []), step(2, []), step(3, [1, 2])], async () => {
      await soon();
      return ok(undefined);
    });
    expect(lines.slice(0, 2)).toEqual(['1 started', '2 started']);
    expect(lines.indexOf('3 started')).toBeGreaterThan(lines.indexOf('1 finished'));
    expect(lines.indexOf('3 started')).toBeGreaterThan(lines.indexOf('2 finished'));
    expect(lines).toHaveLength(6);
  });

  it('begins a step when the processes have ended that it waits for, and another when all is done', async () => {
    const steps = [step(1, []), { ...step(2, [1]), afterEnd: [1] }, step(3, [1])];
    const lines = await told(steps, async ({ id }, _report, _signal, ended) => {
      ended?.();
      if (id === 1) await soon(20);
      return ok(undefined);
    });
    expect(lines).toEqual(['1 started', '2 started', '2 finished', '1 finished', '3 started', '3 finished']);
  });

  it('asks to hear of an end only where a step waits for one', async () => {
    const asked: boolean[] = [];
    const steps = [step(1, []), { ...step(2, [1]), afterEnd: [1] }];
    await told(steps, async (_step, _report, _signal, ended) => {
      asked.push(ended !== undefined);
      return ok(undefined);
    });
    expect(asked).toEqual([true, false]);
  });

  it('begins no more at once than it is told to, and a wait is not counted', async () => {
    let [busy, most] = [0, 0];
    const perform: Perform = async ({ action }) => {
      if (action.do !== 'wait for') most = Math.max(most, (busy += 1));
      await soon();
      if (action.do !== 'wait for') busy -= 1;
      return ok(undefined);
    };
    const steps = [1, 2, 3, 4].map((id) => step(id, []));
    const cancel = new AbortController().signal;
    for await (const _ of execute({ run: 'r', steps, perform, cancel, clock: realClock, atOnce: 2 }));
    expect(most).toBe(2);
  });

  it('begins first what the most has to follow', async () => {
    const steps = [step(1, []), step(2, []), step(3, [2]), step(4, [3])];
    const lines = await told(steps, async () => ok(undefined));
    expect(lines.filter((line) => line.endsWith('started')).slice(0, 2)).toEqual(['2 started', '1 started']);
  });

  it('skips what comes after a failed step, at any distance, and finishes the rest', async () => {
    const steps = [step(1, []), step(2, [1]), step(3, [2]), step(4, []), step(5, [4])];
    const lines = await told(steps, async ({ id }) => (id === 1 ? fail(broken) : ok(undefined)));
    expect(lines).toContain('1 failed');
    expect(lines).toContain('2 skipped (failed)');
    expect(lines).toContain('3 skipped (failed)');
    expect(lines).toContain('5 finished');
  });

  it('has at most eight calls under way, and any number of waits', async () => {
    let calls = 0;
    let most = 0;
    let waits = 0;
    const steps = [
      ...Array.from({ length: 20 }, (_, index) => step(index + 1, [], wait(`w${index}`))),
      ...Array.from({ length: 30 }, (_, index) => step(index + 21, [])),
    ];
    await told(steps, async ({ action }) => {
      if (action.do === 'wait for') {
        waits += 1;
        while (waits < 20) await soon();
        return ok(undefined);
      }
      calls += 1;
      most = Math.max(most, calls);
      await soon();
      calls -= 1;
      return ok(undefined);
    });
    expect(most).toBe(8);
    expect(waits).toBe(20);
  });

  it('after a cancel begins nothing, and lets what runs come to its end', async () => {
    const cancel = new AbortController();
    const lines = await told(
      [step(1, []), step(2, [], wait('w')), step(3, [1]), step(4, [2])],
      async ({ id }, _report, signal) => {
        if (id === 1) {
          cancel.abort();
          await soon(5);
          return ok(undefined);
        }
        await new Promise<void>((resolve) =>
          signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve()),
        );
        return fail({ kind: 'cancelled', goal: 'a test' });
      },
      cancel.signal,
    );
    expect(lines).toContain('1 finished');
    expect(lines).toContain('2 skipped (cancelled)');
    expect(lines).toContain('3 skipped (cancelled)');
    expect(lines).toContain('4 skipped (cancelled)');
  });

  it('of no steps ends at once', async () => {
    expect(await told([], async () => ok(undefined))).toEqual([]);
  });

  it('a bug in a step reaches the caller', async () => {
    await expect(
      told([step(1, [])], async () => {
        throw new Error('a bug');
      }),
    ).rejects.toThrow('a bug');
  });
});
