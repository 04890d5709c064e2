import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type BuildWish, buildImage } from '../../../src-main/adapters/docker/build.ts';
import { packContext } from '../../../src-main/adapters/docker/build-context.ts';

const root = await mkdtemp(join(tmpdir(), 'berth-regular-'));
const pipes: string[] = [];

async function folderWithPipe(pipe: string): Promise<string> {
  const folder = await mkdtemp(join(root, 'context-'));
  await writeFile(join(folder, 'Dockerfile.plain'), 'FROM scratch\n');
  pipes.push(join(folder, pipe));
  execFileSync('/usr/bin/mkfifo', [join(folder, pipe)]);
  return folder;
}

afterAll(async () => {
  // Whoever waits at a pipe is let go: a thread of this process would hang there.
  for (const pipe of pipes) await (await open(pipe, constants.O_RDWR | constants.O_NONBLOCK)).close();
  await rm(root, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('a pipe in the folder of a build', () => {
  test('as Dockerfile is refused, and nothing waits for it', async () => {
    const context = await folderWithPipe('Dockerfile');
    const request = { service: 'web', image: 'web', build: { context }, labels: {} };
    const wish = { request, sshAgent: null } as unknown as BuildWish;
    expect(await buildImage(wish, new AbortController().signal)).toMatchObject({
      ok: false,
      error: { kind: 'build-failed', detail: expect.stringContaining('Dockerfile: not a regular file') },
    });
  });

  test('as .dockerignore is refused: without it, what it leaves out would be sent', async () => {
    const folder = await folderWithPipe('.dockerignore');
    const packed = packContext({ folder, dockerfile: 'Dockerfile.plain', dockerfileText: null });
    await expect(packed).rejects.toThrow('.dockerignore: not a regular file');
  });

  test('a folder as .dockerignore is refused too', async () => {
    const folder = await folderWithPipe('idle');
    await mkdir(join(folder, '.dockerignore'));
    const packed = packContext({ folder, dockerfile: 'Dockerfile.plain', dockerfileText: null });
    await expect(packed).rejects.toThrow('.dockerignore: not a regular file');
  });
});
