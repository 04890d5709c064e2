import { afterAll, describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { wireTo } from '../../../src-main/adapters/docker/wire.ts';
import {
  expectOk,
  expectProblem,
  labProject,
  never,
  secretsOf,
  socket,
  socketEndpoint,
} from './lab-engine.ts';
import { type RegistryWish, registry } from './registry.ts';

const { docker } = await labProject();
const open: RegistryWish = { user: null, layers: 'right' };
const images: string[] = [];

afterAll(async () => {
  const wire = wireTo(socketEndpoint(socket));
  for (const image of images) {
    expectOk(await wire.json({ method: 'DELETE', path: `/images/${image}`, deadlineMs: 20_000 }, never));
  }
});

describe('a pull', () => {
  test('brings an image and tells of its layers until all are there', async () => {
    await using source = await registry(open);
    const reports: (readonly [string, number | null])[] = [];
    expectOk(
      await docker.pullImage(source.image, null, (text, fraction) => reports.push([text, fraction]), never),
    );
    images.push(source.image);
    expect(expectOk(await docker.inspectImage(source.image, never))?.digests[0]).toMatch(/@sha256:/);
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.at(-1)).toEqual([expect.stringMatching(/^2 of 2 layers, 1\.9 of 1\.9 MB$/), 1]);
    const fractions = reports.map(([, fraction]) => fraction ?? 0);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  test('of an image that is there changes nothing', async () => {
    const before = expectOk(await docker.inspectImage('busybox:1.36', never));
    expectOk(await docker.pullImage(before?.digests[0] ?? 'busybox:1.36', null, () => {}, never));
    expect(expectOk(await docker.inspectImage('busybox:1.36', never))?.id).toBe(before?.id);
  });

  test('of a tag or a repository that is not there says so', async () => {
    await using source = await registry(open);
    for (const image of [`${source.host}/berth-test/image:none`, `${source.host}/berth-test/none`]) {
      const problem = expectProblem(await docker.pullImage(image, null, () => {}, never));
      expect(problem).toMatchObject({
        kind: 'image-unavailable',
        image,
        detail: expect.stringMatching(/not found|unknown/),
      });
    }
  });

  test('whose bytes are not those of the digest brings nothing', async () => {
    await using source = await registry({ ...open, layers: 'wrong' });
    const problem = expectProblem(await docker.pullImage(source.image, null, () => {}, never));
    expect(problem).toMatchObject({
      kind: 'image-unavailable',
      detail: expect.stringContaining('verification failed'),
    });
    expect(expectOk(await docker.inspectImage(source.image, never))).toBeNull();
  });

  test('from a registry that nobody answers for says so', async () => {
    const problem = expectProblem(await docker.pullImage('127.0.0.1:9/x/y:1', null, () => {}, never));
    expect(problem).toMatchObject({
      kind: 'image-unavailable',
      detail: expect.stringContaining('127.0.0.1:9'),
    });
  });

  test('from a private registry needs its credentials, which reach no other', async () => {
    await using source = await registry({ ...open, user: { name: 'me', password: 'p:w"ä' } });
    expect(expectProblem(await docker.pullImage(source.image, null, () => {}, never)).kind).toBe(
      'image-unavailable',
    );
    const asked: string[] = [];
    const auth = { username: 'me', password: 'p:w"ä', serveraddress: source.host };
    const credentials = async (host: string) => {
      asked.push(host);
      return host === source.host ? auth : null;
    };
    const signedIn = dockerAt(socketEndpoint(socket), secretsOf({}), credentials);
    expectOk(await signedIn.pullImage(source.image, null, () => {}, never));
    images.push(source.image);
    expect(asked).toEqual([source.host]);
  });

  test('ends at once when it is cancelled', async () => {
    await using source = await registry({ ...open, layers: 'cut' });
    const cancel = new AbortController();
    const pulling = docker.pullImage(source.image, null, () => cancel.abort(), cancel.signal);
    expect(expectProblem(await pulling).kind).toBe('cancelled');
  });
});
