import { describe, expect, it } from 'vitest';
import { takeLock } from '../../src-main/engine/lock.ts';
import { FakeFiles, realClock } from '../support/fake-world.ts';

const file = '/settings/projects/p/run.lock';
const dead = 'died@here, process 9';
const wish = (files: FakeFiles, ticket: string) => ({
  files,
  clock: realClock,
  machine: { holder: `holder of ${ticket}`, isHolderAlive: (holder: string) => holder !== dead },
  file,
  ticket,
  goal: 'up',
  since: 'now',
});
const held = (ticket: string, holder: string): string => JSON.stringify({ ticket, holder, goal: 'reset' });

describe('the lock of a project', () => {
  it('is had by one at a time, and the other hears who has it', async () => {
    const files = new FakeFiles();
    const first = await takeLock(wish(files, 'a'));
    expect(await takeLock(wish(files, 'b'))).toEqual({
      ok: false,
      error: {
        kind: 'busy',
        goal: 'up',
        holder: 'holder of a',
        since: 'now',
        lock: { kind: 'file', path: file },
      },
    });
    if (first.ok) await first.value.release();
    expect((await takeLock(wish(files, 'b2'))).ok).toBe(true);
  });

  it('of many at once is had by exactly one', async () => {
    const files = new FakeFiles();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => takeLock(wish(files, `t${index}`))),
    );
    expect(all.filter((lock) => lock.ok)).toHaveLength(1);
  });

  it('of a holder that died is taken over at once, by exactly one of many', async () => {
    const files = new FakeFiles();
    files.texts.set(file, held('old', dead));
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => takeLock(wish(files, `t${index}`))),
    );
    expect(all.filter((lock) => lock.ok)).toHaveLength(1);
    expect([...files.texts.keys()]).toEqual([file]);
  });

  it('that was cut off before its holder signed it is free again', async () => {
    const files = new FakeFiles();
    files.texts.set(file, '{"tick');
    expect((await takeLock(wish(files, 'b'))).ok).toBe(true);
  });

  it('can be taken after one died while it took it over', async () => {
    const files = new FakeFiles();
    files.texts.set(file, held('old', dead));
    files.texts.set(`${file}.after`, held('older', dead));
    expect((await takeLock(wish(files, 'b'))).ok).toBe(true);
    expect([...files.texts.keys()]).toEqual([file]);
  });

  it('is not had by two of many who meet a holder and a follower that both died', async () => {
    const files = new FakeFiles();
    files.texts.set(file, held('old', dead));
    files.texts.set(`${file}.after`, held('older', dead));
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => takeLock(wish(files, `t${index}`))),
    );
    expect(all.filter((lock) => lock.ok).length).toBeLessThanOrEqual(1);
  });

  it('is given back only by who has it', async () => {
    const files = new FakeFiles();
    const lock = await takeLock(wish(files, 'a'));
    files.texts.set(file, held('other', 'someone'));
    if (lock.ok) await lock.value.release();
    expect(files.texts.get(file)).toBe(held('other', 'someone'));
  });
});
