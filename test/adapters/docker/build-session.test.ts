import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { symlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import type { SignIn } from '../../../src-main/adapters/docker/registry-credentials.ts';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import { buildLab } from './build-lab.ts';
import { expectOk, expectProblem, never, secretsOf, socket, socketEndpoint } from './lab-engine.ts';
import { recorder } from './recorder.ts';
import { registry } from './registry.ts';

const { lab, wire, root, folder, requestOf, outputOf } = await buildLab();
const { docker, project } = lab;

/** A socket before the engine; `cut` ends every connection, `freeze` lets nothing through any more, `sentBytes` is what it got. */
async function relay() {
  const path = join(root, `relay-${randomUUID()}.sock`);
  const open = new Set<Socket>();
  let sentBytes = 0;
  const server = createServer((near) => {
    near.on('data', (chunk: Buffer) => {
      sentBytes += chunk.length;
    });
    const far = connect(socket);
    near.pipe(far).pipe(near);
    for (const end of [near, far]) open.add(end.on('error', () => {}));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const all = (act: (end: Socket) => unknown) => (): void => open.forEach((end) => void act(end));
  return {
    docker: dockerAt(socketEndpoint(path), secretsOf({})),
    sentBytes: () => sentBytes,
    cut: all((end) => end.destroy()),
    freeze: all((end) => end.unpipe().pause()),
    [Symbol.asyncDispose]: async () => {
      all((end) => end.destroy())();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a build over a session', () => {
  test('reads secrets from a file, a variable and sealed text, and keeps none in the image', async () => {
    const context = await folder('secrets', {
      Dockerfile: [
        'FROM busybox:1.36',
        'RUN --mount=type=secret,id=a --mount=type=secret,id=b --mount=type=secret,id=c,target=/c \\',
        '  cat /run/secrets/a /run/secrets/b /c | sha256sum > /sum',
        'CMD cat /sum; ls /run/secrets; env',
      ].join('\n'),
    });
    await writeFile(join(root, 'file-secret'), 'one,');
    const source = secretsOf({ TOKEN: 'two, ', API__KEY: 'three ü' });
    const keeper = dockerAt(socketEndpoint(socket), source);
    expectOk(await keeper.connect(never));
    const secrets = [
      { id: 'a', file: join(root, 'file-secret') },
      { id: 'b', variable: 'TOKEN' },
      { id: 'c', content: `${seal('API__KEY')}!` },
    ];
    expectOk(await keeper.buildImage({ ...requestOf('secrets', { context }), secrets }, () => {}, never));
    const output = await outputOf('secrets', `${project}-secrets`);
    expect(output).toContain(sha256('one,two, three ü!'));
    expect(output).not.toContain('two');
    const raw = await wire.json(
      { method: 'GET', path: `/images/${project}-secrets/json`, deadlineMs: 9000 },
      never,
    );
    expect(JSON.stringify(raw)).not.toMatch(/two|three/);
  });

  test('whose secret is missing or cannot be read says so as such', async () => {
    const context = await folder('no-secret', {
      Dockerfile: 'FROM busybox:1.36\nRUN --mount=type=secret,id=a,required=true cat /run/secrets/a',
    });
    const attempts = [
      [{ id: 'a', variable: 'GONE' }],
      [{ id: 'a', file: join(root, 'nowhere') }],
      [{ id: 'b', content: 'x' }],
    ];
    const kinds: string[] = [];
    for (const secrets of attempts) {
      const request = { ...requestOf('no-secret', { context }), secrets };
      kinds.push(expectProblem(await docker.buildImage(request, () => {}, never)).kind);
    }
    expect(kinds).toEqual(['secret-missing', 'file-unreadable', 'build-failed']);
  });

  test('takes other folders and images as contexts, each with its own .dockerignore', async () => {
    const shared = await folder('shared', {
      'lib/x': 'shared\n',
      'lib/y.log': 'y',
      '.dockerignore': '**/*.log',
    });
    const context = await folder('contexts', {
      Dockerfile: [
        'FROM tiny',
        'COPY --from=shared / /shared',
        'COPY own /own',
        'CMD find /shared -type f; cat /shared/lib/x /own',
      ].join('\n'),
      own: 'own\n',
    });
    const build = { context, additional_contexts: { shared, tiny: 'docker-image://busybox:1.36' } };
    expectOk(await docker.buildImage(requestOf('contexts', build), () => {}, never));
    const output = await outputOf('contexts', `${project}-contexts`);
    expect(output).toContain('shared\nown\n');
    expect(output).not.toContain('y.log');
  });

  test('obeys the .dockerignore beside its own Dockerfile, and does not send the Dockerfile itself', async () => {
    const context = await folder('own-ignore', {
      'docker/api.Dockerfile': 'FROM busybox:1.36\nCOPY . /all\nCMD cd /all && find . -type f | sort',
      'docker/api.Dockerfile.dockerignore': 'docker\n*\n!kept/deep/file\n!link\n',
      '.dockerignore': 'kept\n',
      'kept/deep/file': 'x',
      'kept/deep/other': 'x',
      gone: 'x',
    });
    const build = { context, dockerfile: 'docker/api.Dockerfile' };
    expectOk(await docker.buildImage(requestOf('own-ignore', build), () => {}, never));
    expect(await outputOf('own-ignore', `${project}-own-ignore`)).toBe('./kept/deep/file\n');
  });

  test('copies what a link leads to, also when only the link is named', async () => {
    const context = await folder('links', {
      Dockerfile: 'FROM busybox:1.36\nCOPY link/file /f\nCMD cat /f',
      'real/file': 'through the link\n',
    });
    await symlink('real', join(context, 'link'));
    expectOk(await docker.buildImage(requestOf('links', { context }), () => {}, never));
    expect(await outputOf('links', `${project}-links`)).toBe('through the link\n');
  });

  test('gives commands the hosts, limits, memory and network of the file', async () => {
    const context = await folder('limits', {
      Dockerfile:
        'FROM busybox:1.36\nRUN (ulimit -n; df -k /dev/shm | tail -1; cat /etc/hosts; ls /sys/class/net) > /out\nCMD cat /out',
    });
    const build = {
      context,
      ulimits: { nofile: { soft: 123, hard: 456 }, nproc: 77 },
      shm_size: '16777216',
      extra_hosts: ['one.test=10.1.2.3', 'host.test=host-gateway'],
      network: 'none',
      no_cache: true,
    };
    expectOk(await docker.buildImage(requestOf('limits', build), () => {}, never));
    const output = await outputOf('limits', `${project}-limits`);
    expect(output).toMatch(/^123\n/);
    expect(output).toMatch(/16384/);
    expect(output).toMatch(/10\.1\.2\.3\s+one\.test/);
    expect(output).toMatch(/\d+\.\d+\.\d+\.\d+\s+host\.test/);
    expect(output).not.toContain('eth0');
  });

  test('takes a private base image with the credentials of its registry and no other', async () => {
    await using source = await registry({ user: { name: 'me', password: 'p:w"ä' }, layers: 'right' });
    const context = await folder('private', { Dockerfile: `FROM ${source.image}\nLABEL x=y` });
    const refused = expectProblem(
      await docker.buildImage(requestOf('private', { context }), () => {}, never),
    );
    expect(refused.kind).toBe('build-failed');
    const asked: string[] = [];
    const signIn: SignIn = { username: 'me', password: 'p:w"ä', serveraddress: source.host };
    const signedIn = dockerAt(socketEndpoint(socket), secretsOf({}), async (host) => {
      asked.push(host);
      return host === source.host ? signIn : null;
    });
    expectOk(await signedIn.connect(never));
    expectOk(await signedIn.buildImage(requestOf('private', { context }), () => {}, never));
    expect(new Set(asked)).toEqual(new Set([source.host]));
  });

  test('sends of a folder what has changed since the last build', async () => {
    const context = await folder('changed', {
      Dockerfile: 'FROM busybox:1.36\nCOPY . /all\nCMD cat /all/small',
    });
    await writeFile(join(context, 'large'), randomBytes(3_000_000));
    await writeFile(join(context, 'small'), 'one');
    await using far = await relay();
    expectOk(await far.docker.connect(never));
    expectOk(await far.docker.buildImage(requestOf('changed', { context }), () => {}, never));
    const first = far.sentBytes();
    expect(first).toBeGreaterThan(3_000_000);
    await writeFile(join(context, 'small'), 'two');
    expectOk(await far.docker.buildImage(requestOf('changed', { context }), () => {}, never));
    expect(far.sentBytes() - first).toBeLessThan(100_000);
    expect(await outputOf('changed', `${project}-changed`)).toBe('two');
  });

  test('keeps the cache that the file asks for in the image', async () => {
    const context = await folder('inline', { Dockerfile: 'FROM busybox:1.36\nRUN echo x > /x' });
    const build = { context, cache_to: ['type=inline'], cache_from: [`${project}-inline`] };
    expectOk(await docker.buildImage(requestOf('inline', build), () => {}, never));
    expectOk(await docker.buildImage(requestOf('inline', build), () => {}, never));
    expect(expectOk(await docker.inspectImage(`${project}-inline`, never))).not.toBeNull();
  });
});

describe('an engine that goes away in the middle of a build', () => {
  test('is told as gone when its connections end', async () => {
    const context = await folder('cut', { Dockerfile: 'FROM busybox:1.36\nRUN echo cut; sleep 61' });
    await using far = await relay();
    expectOk(await far.docker.connect(never));
    const report = (text: string): void => void (text.includes('sleep 61') && far.cut());
    expect(
      expectProblem(await far.docker.buildImage(requestOf('cut', { context }), report, never)).kind,
    ).toBe('engine-absent');
  });

  test('is told as silent when it answers no more, however long a command may take', async () => {
    const context = await folder('frozen', { Dockerfile: 'FROM busybox:1.36\nRUN echo frozen; sleep 62' });
    await using far = await relay();
    expectOk(await far.docker.connect(never));
    const report = (text: string): void => void (text.includes('sleep 62') && far.freeze());
    expect(
      expectProblem(await far.docker.buildImage(requestOf('frozen', { context }), report, never)).kind,
    ).toBe('engine-silent');
  });
});

describe('an engine without a session', () => {
  test('gets the context as an archive, and what it cannot do is named', async () => {
    const context = await folder('archive', {
      Dockerfile: 'FROM busybox:1.36\nARG WHO\nCOPY . /all\nCMD echo $(ls /all) $(cat /all/file)',
      file: 'x',
      gone: 'y',
      '.dockerignore': 'gone\n.dockerignore\n',
    });
    await using proxy = await recorder(socket, ({ url }) =>
      url.includes('/grpc') ? { status: 404, message: 'page not found' } : null,
    );
    const plain = dockerAt(socketEndpoint(proxy.socket), secretsOf({}));
    expectOk(await plain.connect(never));
    const reports: string[] = [];
    const request = requestOf('archive', { context, args: { WHO: 'x' } });
    expectOk(await plain.buildImage(request, (text) => reports.push(text), never));
    expect(await outputOf('archive', `${project}-archive`)).toBe('Dockerfile file x\n');
    expect(reports.some((text) => text.includes('COPY . /all'))).toBe(true);
    const more = { ...request, secrets: [{ id: 'a', content: 'x' }], build: { context, privileged: true } };
    expect(expectProblem(await plain.buildImage(more, () => {}, never))).toEqual({
      kind: 'build-unsupported',
      service: 'archive',
      keys: ['secrets', 'privileged'],
    });
    const fails = await folder('archive-fails', { Dockerfile: 'FROM busybox:1.36\nRUN echo why; exit 3' });
    expect(
      expectProblem(await plain.buildImage(requestOf('archive-fails', { context: fails }), () => {}, never)),
    ).toMatchObject({ kind: 'build-failed', log: ['why'] });
  });
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
