import { describe, expect, it } from 'vitest';
import { silenceMs, takeLock } from '../../src-main/engine/lock.ts';
import { FakeFiles, realClock } from '../support/fake-world.ts';

const file = '/settings/projects/p/runs.lock';
const wish = (files: FakeFiles, ticket: string, now = () => Date.now()) => ({
  files,
  clock: { ...realClock, now },
  file,
  ticket,
  holder: `holder of ${ticket}`,
  goal: 'up',
});

describe('the lock of a project', () => {
  it('is had by one at a time, and the other hears who has it', async () => {
    const files = new FakeFiles();
    const first = await takeLock(wish(files, 'a'));
    expect(await takeLock(wish(files, 'b'))).toEqual({
      ok: false,
      error: { kind: 'busy', goal: 'up', holder: 'holder of a' },
    });
    if (first.ok) await first.value.release();
    const second = await takeLock(wish(files, 'b2'));
    expect(second.ok).toBe(true);
    if (second.ok) await second.value.release();
  });

  it('of many at once is had by exactly one', async () => {
    const files = new FakeFiles();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => takeLock(wish(files, `t${index}`))),
    );
    const had = all.filter((lock) => lock.ok);
    expect(had).toHaveLength(1);
    for (const lock of had) await lock.value.release();
  });

  it('of a holder that died is free again after a silence', async () => {
    const files = new FakeFiles();
    const at = Date.now() - silenceMs - 1;
    files.texts.set(
      file,
      `${JSON.stringify({ ticket: 'dead', at, what: 'want', holder: 'x', goal: 'up' })}\n{"torn`,
    );
    const lock = await takeLock(wish(files, 'b'));
    expect(lock.ok).toBe(true);
    if (lock.ok) await lock.value.release();
  });
});
