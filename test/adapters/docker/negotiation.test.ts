import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import {
  expectOk,
  expectProblem,
  labProject,
  never,
  secretsOf,
  socket,
  socketEndpoint,
} from './lab-engine.ts';

const lab = await labProject();

type Answers = { readonly version?: object; readonly info?: object };

/** A socket before the engine that says other things of itself, and lets everything else through. */
async function otherEngine(answers: Answers) {
  const folder = await mkdtemp(join(tmpdir(), 'berth-other-'));
  const path = join(folder, 'engine.sock');
  const urls: string[] = [];
  const server = http.createServer((request, response) => {
    const url = request.url ?? '';
    urls.push(url);
    const own = url.startsWith('/version')
      ? answers.version
      : url.startsWith('/info')
        ? answers.info
        : undefined;
    if (own !== undefined) return void response.end(JSON.stringify(own));
    const { method, headers } = request;
    const upstream = http.request({ socketPath: socket, method, path: url, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(response);
    });
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    docker: dockerAt(socketEndpoint(path), secretsOf({})),
    urls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** GET /version of Podman 4.3.1, as it answered, shortened to what is read. */
const podman = {
  Platform: { Name: 'linux/amd64/debian-12' },
  Components: [
    { Name: 'Podman Engine', Version: '4.3.1' },
    { Name: 'Conmon' },
    { Name: 'OCI Runtime (runc)' },
  ],
  Version: '4.3.1',
  ApiVersion: '1.41',
  MinAPIVersion: '1.24',
  Os: 'linux',
  Arch: 'amd64',
};

describe('an engine of another version', () => {
  for (const spoken of ['1.41', '1.43', '1.44', '1.47', '1.51']) {
    test(`that speaks up to ${spoken} is spoken to in ${spoken}`, async () => {
      await using other = await otherEngine({ version: { ...podman, Components: [], ApiVersion: spoken } });
      expect(expectOk(await other.docker.connect(never)).apiVersion).toBe(spoken);
      const request = lab.container(`api${spoken.replace('.', '')}`, 'echo hello', {});
      expectOk(await other.docker.createContainer(request, never));
      expectOk(await other.docker.startContainer(request.name, never));
      let text = '';
      for await (const record of other.docker.logs(
        request.name,
        { follow: true, tail: -1, sinceMs: null },
        never,
      ))
        text += record.text;
      expect(text).toBe('hello\n');
      expect(expectOk(await other.docker.listContainers(lab.project, never)).length).toBeGreaterThan(0);
      const asked = other.urls.filter((url) => !/^\/(version|info)/.test(url));
      expect(asked.every((url) => url.startsWith(`/v${spoken}/`))).toBe(true);
    });
  }

  test('that speaks a newer one is spoken to in the newest that is known here', async () => {
    await using other = await otherEngine({
      version: { ...podman, ApiVersion: '1.99', MinAPIVersion: '1.44' },
    });
    expect(expectOk(await other.docker.connect(never)).apiVersion).toBe('1.51');
  });

  test('that is older than 1.41 is refused with both', async () => {
    await using other = await otherEngine({ version: { ...podman, ApiVersion: '1.40' } });
    expect(expectProblem(await other.docker.connect(never))).toMatchObject({
      kind: 'engine-too-old',
      found: 'API 1.40',
      wanted: 'API 1.41',
    });
  });
});

describe('what answers', () => {
  test('is told apart: Docker, Docker Desktop, Podman and others', async () => {
    const products: string[] = [];
    const answers: readonly Answers[] = [
      {},
      { version: podman },
      {
        version: {
          ...podman,
          Components: [{ Name: 'Engine' }],
          Platform: { Name: 'Docker Desktop 4.40.0 (187762)' },
        },
      },
      { version: { ...podman, Components: null } },
    ];
    for (const answer of answers) {
      await using other = await otherEngine(answer);
      products.push(expectOk(await other.docker.connect(never)).product);
    }
    expect(products).toEqual(['Docker Engine', 'Podman', 'Docker Desktop', 'an engine of another kind']);
  });

  test('is told by the system of its containers', async () => {
    await using windows = await otherEngine({
      version: { ...podman, Os: 'windows' },
      info: { OSType: 'windows' },
    });
    expect(expectOk(await windows.docker.connect(never)).containers).toBe('windows');
    await using linux = await otherEngine({});
    expect(expectOk(await linux.docker.connect(never)).containers).toBe('linux');
  });
});
