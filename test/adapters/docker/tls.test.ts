import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { findEndpoint, type Tls } from '../../../src-main/adapters/docker/endpoint.ts';
import { diskFiles } from '../../../src-main/adapters/files/files.ts';
import { buildLab } from './build-lab.ts';
import { expectOk, expectProblem, never, secretsOf, socket } from './lab-engine.ts';
import { machineOf } from './paper-world.ts';

const { lab, folder: buildFolder, requestOf } = await buildLab();
const folder = await mkdtemp(join(tmpdir(), 'berth-tls-'));
afterAll(() => rm(folder, { recursive: true }));

/** One certificate that signs itself and serves as authority, server and client. */
const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
const names = [
  '-addext',
  'subjectAltName=IP:127.0.0.1',
  '-keyout',
  join(folder, 'key.pem'),
  '-out',
  join(folder, 'cert.pem'),
];
execFileSync('openssl', [...args, ...names], { stdio: 'ignore' });
const [key, cert] = await Promise.all(
  ['key.pem', 'cert.pem'].map((name) => readFile(join(folder, name), 'utf8')),
);

const server = https.createServer(
  { key, cert, ca: cert, requestCert: true, rejectUnauthorized: true },
  (_, response) => response.end(JSON.stringify({ Version: '99', ApiVersion: '1.45' })),
);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const connect = (own: Partial<Tls>) => {
  const { port } = server.address() as AddressInfo;
  const all = { ca: null, cert: null, key: null, verify: true, ...own };
  const endpoint = {
    name: 'tcp://x',
    address: { kind: 'tcp', host: '127.0.0.1', port, tls: all },
    configDir: '/',
  } as const;
  return dockerAt(endpoint, secretsOf({})).connect(never);
};

describe('an engine behind TLS', () => {
  test('is spoken to with its authority and a certificate of one’s own', async () => {
    expect(expectOk(await connect({ ca: cert ?? '', cert: cert ?? '', key: key ?? '' })).apiVersion).toBe(
      '1.45',
    );
  });

  test('whose certificate nobody vouches for is refused, unless verification is off', async () => {
    const own = { cert: cert ?? '', key: key ?? '' };
    expect(expectProblem(await connect(own))).toMatchObject({
      kind: 'engine-refused',
      detail: expect.stringContaining('self'),
    });
    expectOk(await connect({ ...own, verify: false }));
  });

  test('that wants a certificate refuses whoever has none', async () => {
    expect(expectProblem(await connect({ ca: cert ?? '' })).kind).toBe('engine-refused');
  });
});

describe('an engine of a docker context behind TLS', () => {
  test('is found by the context’s files, runs, and builds over a session', async () => {
    const relayed = new Set<tls.TLSSocket>();
    const relay = tls.createServer(
      { key, cert, ca: cert, requestCert: true, rejectUnauthorized: true },
      (near) => {
        const far = connectTo(socket);
        near.on('close', () => far.destroy());
        relayed.add(near);
        near.pipe(far).pipe(near);
        near.on('error', () => far.destroy());
        far.on('error', () => near.destroy());
      },
    );
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const { port } = relay.address() as AddressInfo;
    const id = createHash('sha256').update('far').digest('hex');
    const meta = {
      Name: 'far',
      Endpoints: { docker: { Host: `tcp://127.0.0.1:${port}`, SkipTLSVerify: false } },
    };
    await mkdir(join(folder, 'contexts', 'meta', id), { recursive: true });
    await mkdir(join(folder, 'contexts', 'tls', id, 'docker'), { recursive: true });
    await writeFile(join(folder, 'contexts', 'meta', id, 'meta.json'), JSON.stringify(meta));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ currentContext: 'far' }));
    for (const [name, text] of Object.entries({ 'ca.pem': cert, 'cert.pem': cert, 'key.pem': key }))
      await writeFile(join(folder, 'contexts', 'tls', id, 'docker', name), text ?? '');
    const machine = machineOf({ DOCKER_CONFIG: folder });
    const endpoint = expectOk(await findEndpoint(machine, diskFiles()));
    const far = dockerAt(endpoint, secretsOf({}));
    expect(expectOk(await far.connect(never)).endpoint).toBe(`tcp://127.0.0.1:${port}`);
    const container = await lab.run('far', 'echo far; sleep 60');
    expect(expectOk(await far.exec(container, ['echo', 'hello'], 5_000, never)).output).toBe('hello\n');
    const context = await buildFolder('tls', { Dockerfile: 'FROM busybox:1.36\nCOPY file /f', file: 'x' });
    expectOk(await far.buildImage(requestOf('tls', { context }), () => {}, never));
    expect(expectOk(await far.inspectImage(`${lab.project}-tls`, never))).not.toBeNull();
    for (const near of relayed) near.destroy();
    await new Promise((resolve) => relay.close(resolve));
  });
});
