import { describe, expect, test } from 'vitest';
import { eventOf } from '../../../src-main/adapters/docker/event-of.ts';
import { framesOf } from '../../../src-main/adapters/docker/frames.ts';
import { jsonLines } from '../../../src-main/adapters/docker/json-lines.ts';
import { framedRecords, rawRecords } from '../../../src-main/adapters/docker/logs.ts';
import { queueOf } from '../../../src-main/adapters/docker/queue.ts';

/** The bytes in pieces of `size`, as a socket may cut them. */
async function* cut(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

function frame(stream: number, bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

describe('frames', () => {
  const stream = Buffer.concat([frame(1, 'one'), frame(2, 'two'), frame(1, ''), frame(1, 'x'.repeat(300))]);

  test('are the same wherever the stream is cut', async () => {
    for (const size of [1, 3, 8, 11, 4096]) {
      const frames = await all(framesOf(cut(stream, size)));
      expect(frames.map(({ stream: name, bytes }) => `${name}:${bytes.length}`)).toEqual([
        'stdout:3',
        'stderr:3',
        'stdout:0',
        'stdout:300',
      ]);
    }
  });

  test('that end too early just end', async () => {
    expect(await all(framesOf(cut(stream.subarray(0, 20), 7)))).toHaveLength(1);
  });

  test('are refused where there are none', async () => {
    await expect(all(framesOf(cut(Buffer.from('plain text of a terminal'), 5)))).rejects.toThrow(
      'not framed',
    );
  });
});

describe('log records', () => {
  const stamp = '2026-01-02T03:04:05.678901234Z';

  test('carry the engine’s time, and a character cut in two is whole again', async () => {
    const text = Buffer.from('ä\n');
    const framed = Buffer.concat([
      frame(1, Buffer.concat([Buffer.from(`${stamp} x`), text.subarray(0, 1)])),
      frame(2, `${stamp} other\n`),
      frame(1, Buffer.concat([Buffer.from(`${stamp} `), text.subarray(1)])),
    ]);
    const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(await all(framedRecords(cut(framed, 9)))).toEqual([
      { stream: 'stdout', at, text: 'x' },
      { stream: 'stderr', at, text: 'other\n' },
      { stream: 'stdout', at, text: 'ä\n' },
    ]);
  });

  test('of a terminal are lines, and text without a time keeps all of it', async () => {
    const raw = Buffer.from(`${stamp} one\r\nno time here\n${stamp} end`);
    const records = await all(rawRecords(cut(raw, 4)));
    expect(records.map(({ text, at }) => [text, at !== null])).toEqual([
      ['one\r\n', true],
      ['no time here\n', false],
      ['end', true],
    ]);
  });
});

describe('JSON lines', () => {
  test('are the same wherever the stream is cut', async () => {
    const text = Buffer.from('{"a":"ä"}\r\n\n{"a":2}\n{"a":3}');
    for (const size of [1, 2, 7, 100])
      expect(await all(jsonLines(cut(text, size)))).toEqual([{ a: 'ä' }, { a: 2 }, { a: 3 }]);
  });

  test('that are no JSON are refused', async () => {
    await expect(all(jsonLines(cut(Buffer.from('{"a":1}\nnope\n'), 4)))).rejects.toThrow('not JSON');
  });
});

describe('a queue', () => {
  test('gives what was put before its end, the last word included, and takes no more', async () => {
    const queue = queueOf<number>(2);
    expect([queue.put(1), queue.put(2), queue.put(3)]).toEqual([true, true, false]);
    queue.end(9);
    queue.end(10);
    expect(await all(queue.take())).toEqual([1, 2, 9]);
    expect(queue.put(4)).toBe(false);
  });

  test('waits for what comes later', async () => {
    const queue = queueOf<number>(10);
    const taking = all(queue.take());
    await Promise.resolve();
    queue.put(1);
    await Promise.resolve();
    queue.put(2);
    queue.end();
    expect(await taking).toEqual([1, 2]);
  });
});

describe('an event', () => {
  const container = (project: string) => ({
    Type: 'container',
    Action: 'start',
    Actor: { ID: 'c1', Attributes: { 'com.docker.compose.project': project } },
  });

  test('of a container is the project’s by its label', () => {
    expect(eventOf(container('shop'), 'shop', new Set())).toEqual({
      sure: true,
      event: { kind: 'container', id: 'c1', action: 'start' },
    });
    expect(eventOf(container('shop2'), 'shop', new Set())).toBeNull();
  });

  test('of a volume is the project’s by its prefix or because it is known; a new one may be', () => {
    const volume = (ID: string, Action: string) => ({
      Type: 'volume',
      Action,
      Actor: { ID, Attributes: null },
    });
    expect(eventOf(volume('shop_data', 'destroy'), 'shop', new Set())?.sure).toBe(true);
    expect(eventOf(volume('data', 'destroy'), 'shop', new Set())).toBeNull();
    expect(eventOf(volume('data', 'destroy'), 'shop', new Set(['volume data']))?.sure).toBe(true);
    expect(eventOf(volume('data', 'create'), 'shop', new Set())?.sure).toBe(false);
  });

  test('of another kind is none', () => {
    expect(eventOf({ Type: 'image', Action: 'pull' }, 'shop', new Set())).toBeNull();
    expect(eventOf({}, 'shop', new Set())).toBeNull();
  });
});
