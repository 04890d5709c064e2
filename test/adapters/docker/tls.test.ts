import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import type { Tls } from '../../../src-main/adapters/docker/endpoint.ts';
import { expectOk, expectProblem, never, secretsOf } from './lab-engine.ts';

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

const connect = (tls: Partial<Tls>) => {
  const { port } = server.address() as AddressInfo;
  const all = { ca: null, cert: null, key: null, verify: true, ...tls };
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
