import { describe, expect, test } from 'vitest';
import type { LogRecord, LogWish } from '../../../src-main/ports/docker.ts';
import { expectOk, labProject, never } from './lab-engine.ts';

const lab = await labProject();
const { docker } = lab;
const all: LogWish = { follow: false, tail: -1, sinceMs: null };

const read = async (name: string, wish: LogWish, signal = never): Promise<LogRecord[]> => {
  const records: LogRecord[] = [];
  for await (const record of docker.logs(name, wish, signal)) records.push(record);
  return records;
};

describe('logs', () => {
  test('keep the two streams apart, each in order, with the engine’s time', async () => {
    const before = Date.now();
    const name = await lab.run('plain', 'echo one; echo two >&2; printf "three ä\\nno end"');
    const records = await read(name, { ...all, follow: true });
    const of = (wanted: string): string[] =>
      records.filter(({ stream }) => stream === wanted).map(({ text }) => text);
    expect(of('stdout')).toEqual(['one\n', 'three ä\n', 'no end']);
    expect(of('stderr')).toEqual(['two\n']);
    for (const { at } of records) expect(Math.abs((at ?? 0) - before)).toBeLessThan(30_000);
  });

  test('of a terminal are lines of one stream', async () => {
    const name = await lab.run('tty', 'echo one; echo two >&2', { Tty: true });
    const records = await read(name, { ...all, follow: true });
    expect(records.map(({ stream, text }) => [stream, text])).toEqual([
      ['stdout', 'one\r\n'],
      ['stdout', 'two\r\n'],
    ]);
    expect(records[0]?.at).toBeGreaterThan(0);
  });

  test('give the last lines, or those from a time on', async () => {
    const name = await lab.run('tail', 'seq 1 5; sleep 1.2; echo late');
    const records = await read(name, { ...all, follow: true });
    expect((await read(name, { ...all, tail: 2 })).map(({ text }) => text)).toEqual(['5\n', 'late\n']);
    const sinceMs = (records.at(-1)?.at ?? 0) - 500;
    expect((await read(name, { ...all, sinceMs })).map(({ text }) => text)).toEqual(['late\n']);
  });

  test('join a line longer than the engine’s messages without losing a byte', async () => {
    const name = await lab.run('long', 'head -c 100000 /dev/zero | tr "\\0" x; echo; echo after');
    const records = await read(name, { ...all, follow: true });
    expect(records.length).toBeGreaterThan(2);
    expect(records.map(({ text }) => text).join('')).toBe(`${'x'.repeat(100_000)}\nafter\n`);
  });

  test('of a silent container are followed until the signal, and end then without an error', async () => {
    const name = await lab.run('silent', 'sleep 300');
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 500);
    const start = performance.now();
    expect(await read(name, { ...all, follow: true }, cancel.signal)).toEqual([]);
    expect(performance.now() - start).toBeGreaterThan(400);
  });

  test('of a container that is not there are none', async () => {
    expect(await read('berth-no-such-container', all)).toEqual([]);
  });

  test('of 100,000 lines all arrive, in order, though they are taken slowly', async () => {
    const name = await lab.run('flood', 'seq 1 100000');
    let count = 0;
    let last = '';
    for await (const { text } of docker.logs(name, { ...all, follow: true }, never)) {
      count += 1;
      last = text;
      if (count % 5000 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect([count, last]).toEqual([100_000, '100000\n']);
    expectOk(await docker.removeContainer(name, never));
  });
});
