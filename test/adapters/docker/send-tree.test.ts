import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { folderTree, paperTree } from '../../../src-main/adapters/docker/build-tree.ts';
import type { GrpcCall } from '../../../src-main/adapters/docker/grpc-answerer.ts';
import { fieldsOf, numberField, numberIn, textIn } from '../../../src-main/adapters/docker/protobuf.ts';
import { type SentTree, sendTrees } from '../../../src-main/adapters/docker/send-tree.ts';

const folder = await mkdtemp(join(tmpdir(), 'berth-tree-'));
afterAll(() => rm(folder, { recursive: true }));
for (const path of ['b/inner/one', 'b/two', 'b.txt', 'a/x.log', 'a/keep/y', 'z']) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `text of ${path}`);
  await utimes(join(folder, path), 1000, 1000.5);
}
await symlink('b/two', join(folder, 'link'));
await chmod(join(folder, 'z'), 0o4751);

type Packet = { readonly kind: number; readonly path: string; readonly id: number; readonly text: string };

/** What an engine gets that asks with these headers, and for these files by their places. */
async function sentFor(
  headers: Readonly<Record<string, readonly string[]>>,
  wanted: readonly number[] = [],
  trees: Readonly<Record<string, SentTree>> = { context: { tree: folderTree(folder), folder } },
) {
  const stats: Buffer[] = [];
  const packets: Packet[] = [];
  const failures: string[] = [];
  const listed = Promise.withResolvers<void>();
  const call: GrpcCall = {
    header: (name) => headers[name] ?? (name === 'dir-name' ? ['context'] : []),
    messages: (async function* () {
      await listed.promise;
      for (const id of wanted) yield Buffer.concat([numberField(1, 1), numberField(3, id)]);
      yield numberField(1, 3);
    })(),
    send: async (message) => {
      const fields = fieldsOf(message);
      const stat = fields.find(({ number }) => number === 2)?.bytes;
      if (stat !== undefined) stats.push(stat);
      else if (message.length === 0) listed.resolve();
      else
        packets.push({
          kind: numberIn(fields, 1),
          path: '',
          id: numberIn(fields, 3),
          text: textIn(fields, 4),
        });
      return true;
    },
  };
  await sendTrees(trees, (words) => failures.push(words))(call);
  return { paths: stats.map((stat) => textIn(fieldsOf(stat), 1)), stats, packets, failures };
}

describe('a folder that is sent to the engine', () => {
  test('is listed with folders before what they hold, names in the order of their bytes', async () => {
    const { paths, packets } = await sentFor({});
    const b = ['b', 'b/inner', 'b/inner/one', 'b/two', 'b.txt'];
    expect(paths).toEqual(['a', 'a/keep', 'a/keep/y', 'a/x.log', ...b, 'link', 'z']);
    expect(packets).toEqual([{ kind: 3, path: '', id: 0, text: '' }]);
  });

  test('tells of each entry what the engine compares: mode, size, time and where a link leads', async () => {
    const { stats } = await sentFor({});
    const of = (path: string) =>
      fieldsOf(stats.find((stat) => textIn(fieldsOf(stat), 1) === path) ?? Buffer.alloc(0));
    expect(numberIn(of('b'), 2)).toBe(2 ** 31 + 0o755);
    expect(numberIn(of('link'), 2)).toBe(2 ** 27 + 0o777);
    expect(textIn(of('link'), 7)).toBe('b/two');
    expect(numberIn(of('z'), 2)).toBe(2 ** 23 + 0o751);
    expect(numberIn(of('z'), 5)).toBe('text of z'.length);
    expect(numberIn(of('z'), 6)).toBe(1000.5e9);
  });

  test('is sent without what the engine leaves out, but with the folders of what it keeps', async () => {
    const { paths } = await sentFor({ 'exclude-patterns': ['*', '!a/keep', '!b/two'] });
    expect(paths).toEqual(['a', 'a/keep', 'a/keep/y', 'b', 'b/two']);
  });

  test('is sent as far as the Dockerfile uses it', async () => {
    expect((await sentFor({ followpaths: ['b/inner', '/z'] })).paths).toEqual([
      'b',
      'b/inner',
      'b/inner/one',
      'z',
    ]);
    expect((await sentFor({ followpaths: ['.'] })).paths).toHaveLength(11);
  });

  test('is sent whole where a link or a wildcard is named', async () => {
    for (const path of ['link', 'b*'])
      expect((await sentFor({ followpaths: [path] })).paths).toHaveLength(11);
  });

  test('understands values that are not plain text', async () => {
    const headers = {
      'exclude-patterns': ['a', 'b', 'gr%C3%BCn+x', 'link'],
      'exclude-patterns-encoded': ['1'],
    };
    await writeFile(join(folder, 'grün x'), '');
    expect((await sentFor(headers)).paths).toEqual(['b.txt', 'z']);
    await rm(join(folder, 'grün x'));
  });

  test('gives the content of the files that are asked for, each with its end', async () => {
    const { packets } = await sentFor({}, [10, 2]);
    expect(packets.slice(0, 4).map(({ kind, id, text }) => [kind, id, text])).toEqual([
      [2, 10, 'text of z'],
      [2, 10, ''],
      [2, 2, 'text of a/keep/y'],
      [2, 2, ''],
    ]);
  });

  test('that is not there, or has no such file, fails the build with its path', async () => {
    const gone = { context: { tree: folderTree(join(folder, 'gone')), folder } };
    const { packets, failures } = await sentFor({}, [], { ...gone, context: gone.context });
    expect(packets[0]).toMatchObject({ kind: 4, text: expect.stringContaining('gone') });
    expect(failures).toHaveLength(1);
  });

  test('may be on paper alone', async () => {
    const trees = { context: { tree: paperTree({ Dockerfile: 'FROM x', b: '' }), folder: null } };
    const { paths, packets } = await sentFor({ 'include-patterns': ['Dockerfile'] }, [0], trees);
    expect(paths).toEqual(['Dockerfile']);
    expect(packets[0]?.text).toBe('FROM x');
  });
});
