import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { noCredentials } from '../../../src-main/adapters/docker/registry-credentials.ts';
import type { Docker } from '../../../src-main/ports/docker.ts';
import { ensureImages } from '../../lab/images.ts';
import { buildLab } from './build-lab.ts';
import { expectOk, expectProblem, never, secretsOf, socket, socketEndpoint } from './lab-engine.ts';

const { lab, root, folder, requestOf, outputOf } = await buildLab();

/** An agent that says what it was asked, and ends when it is asked no more. */
const agentPath = join(root, `agent-${randomUUID()}.sock`);
const agent = createServer({ allowHalfOpen: true }, (asking) => {
  asking.on('data', (chunk: Buffer) => asking.write(`heard ${chunk.toString()}`));
  asking.on('end', () => asking.end());
});
beforeAll(async () => {
  await ensureImages(['python:3.11-slim']);
  await new Promise<void>((resolve) => agent.listen(agentPath, resolve));
});
afterAll(() => new Promise((resolve) => agent.close(resolve)));

const withAgent = (path: string | null): Docker =>
  dockerAt(socketEndpoint(socket), secretsOf({}), noCredentials, path);

/** A folder whose build asks the agent of the mount one thing and keeps the answer in the image. */
const asking = (name: string, mount: string): Promise<string> =>
  folder(name, {
    'ask.py': [
      'import os, socket',
      's = socket.socket(socket.AF_UNIX)',
      's.connect(os.environ["SSH_AUTH_SOCK"])',
      's.sendall(b"hello")',
      'open("/out", "wb").write(s.recv(99))',
    ].join('\n'),
    Dockerfile: `FROM python:3.11-slim\nCOPY ask.py /\nRUN --mount=type=ssh${mount} python /ask.py\nCMD cat /out`,
  });

describe('a build that may ask an ssh agent', () => {
  test('asks the user’s own, and none of it stays in the image', async () => {
    const context = await asking('default', '');
    const docker = withAgent(agentPath);
    expectOk(await docker.connect(never));
    expectOk(await docker.buildImage(requestOf('default', { context, ssh: ['default'] }), () => {}, never));
    expect(await outputOf('default', `${lab.project}-default`)).toBe('heard hello');
  });

  test('asks another one by its id', async () => {
    const context = await asking('other', ',id=deploy');
    const docker = withAgent(null);
    expectOk(await docker.connect(never));
    const build = { context, ssh: [`deploy=${agentPath}`] };
    expectOk(await docker.buildImage(requestOf('other', build), () => {}, never));
    expect(await outputOf('other', `${lab.project}-other`)).toBe('heard hello');
  });

  test('says which agents are not there before anything is built', async () => {
    const context = await asking('none', '');
    await writeFile(join(root, 'key'), 'a key');
    const build = { context, ssh: ['default', `deploy=${join(root, 'key')}`] };
    expect(
      expectProblem(await withAgent(null).buildImage(requestOf('none', build), () => {}, never)),
    ).toMatchObject({
      kind: 'build-unsupported',
      keys: [expect.stringContaining('SSH_AUTH_SOCK'), expect.stringContaining(join(root, 'key'))],
    });
  });
});
