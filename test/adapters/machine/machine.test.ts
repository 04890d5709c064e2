import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../../src-main/adapters/machine/clock.ts';
import { findTool } from '../../../src-main/adapters/machine/find-tool.ts';
import { thisMachine } from '../../../src-main/adapters/machine/machine.ts';
import {
  parseExcludedRanges,
  parseLsof,
  parseNetstat,
  parseTasklist,
} from '../../../src-main/adapters/machine/port-owner-tables.ts';
import { systemRandom } from '../../../src-main/adapters/machine/random.ts';
import { createPrivateKey } from 'node:crypto';

const machine = thisMachine();
const dir = mkdtempSync(join(tmpdir(), 'berth-machine-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function listening(host: string): Promise<Server & { readonly port: number }> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  return Object.assign(server, { port: typeof address === 'object' ? (address?.port ?? 0) : 0 });
}

test('a port that somebody listens on is not free, and free again afterwards', async () => {
  const server = await listening('127.0.0.1');
  expect(await machine.isPortFree(server.port, '127.0.0.1')).toBe(false);
  expect(await machine.isPortFree(server.port, '0.0.0.0')).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await machine.isPortFree(server.port, '127.0.0.1')).toBe(true);
});

test('a port that somebody has on all addresses is not free on one', async () => {
  const server = await listening('0.0.0.0');
  expect(await machine.isPortFree(server.port, '127.0.0.1')).toBe(false);
  server.close();
  await once(server, 'close');
});

test('an address that is not of this machine is not free', async () => {
  expect(await machine.isPortFree(8123, '192.0.2.1')).toBe(false);
});

test.runIf(process.platform === 'linux')('the owner of a port is named with its process', async () => {
  const program =
    "const s = require('net').createServer().listen(0, '::', () => console.log(s.address().port))";
  const other = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(other.stdout, 'data')) as [Buffer];
  expect(await machine.portOwner(Number(port.toString()))).toMatch(
    new RegExp(`^\\S.*, process ${other.pid}$`, 'u'),
  );
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(await machine.portOwner(Number(port.toString()))).toBeNull();
});

test('the owner of a port is read from the tables of Windows in any language', () => {
  const table = `\r\nAktive Verbindungen\r\n\r\n  Proto  Lokale Adresse         Remoteadresse          Status           PID\r
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN          1044\r
  TCP    127.0.0.1:8000         127.0.0.1:50123        HERGESTELLT      7\r
  TCP    127.0.0.1:8000         0.0.0.0:0              ABHÖREN          5120\r
  TCP    [::]:18000             [::]:0                 ABHÖREN          9\r\n`;
  expect([8000, 135, 18000, 80].map((port) => parseNetstat(table, port))).toEqual([5120, 1044, 9, null]);
  expect(parseTasklist('"com.docker.backend.exe","5120","Console","1","120.000 K"\r\n')).toBe(
    'com.docker.backend.exe',
  );
  expect(parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n')).toBeNull();
});

test('the owner of a port is read from lsof', () => {
  expect(parseLsof('p4711\ncnginx\nf6\n')).toBe('nginx, process 4711');
  expect(parseLsof('')).toBeNull();
});

test('a tool is found by its absolute path, never in the working folder', async () => {
  const [bin, project] = [join(dir, 'bin'), join(dir, 'project')];
  for (const folder of [bin, project]) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'berth-tool'), '#!/bin/sh\n');
    chmodSync(join(folder, 'berth-tool'), 0o755);
  }
  const find = (path: string) => findTool('berth-tool', 'linux', { PATH: path }, project);
  expect(await find(`${project}:${project}/::.:bin:${bin}`)).toBe(join(bin, 'berth-tool'));
  expect(await find(`${project}:.:`)).toBeNull();
  chmodSync(join(bin, 'berth-tool'), 0o644);
  if (process.platform !== 'win32') expect(await find(bin)).toBeNull();
  expect(await findTool('../bin/berth-tool', 'linux', { PATH: bin }, project)).toBeNull();
});

test('what is known of this machine is plausible', async () => {
  expect(machine.totalMemoryBytes()).toBeGreaterThan(100_000_000);
  expect(await machine.freeBytes(dir)).toBeGreaterThan(0);
  // Others write to the same disk between the two looks.
  const [above, below] = [
    await machine.freeBytes(dir),
    await machine.freeBytes(join(dir, 'not', 'yet', 'there')),
  ];
  expect(Math.abs((above ?? 0) - (below ?? 0))).toBeLessThan(5_000_000_000);
  expect(machine.holder).toMatch(new RegExp(`^\\S+@\\S+, process ${process.pid}$`, 'u'));
});

test('a holder that runs is alive, one that ended is not, and an unknown one is taken for alive', () => {
  const pid = execFileSync(process.execPath, ['-e', 'console.log(process.pid)']).toString().trim();
  const other = machine.holder.replace(/\d+$/u, pid);
  expect(
    [machine.holder, other, 'ada@elsewhere, process 1', 'somebody'].map((holder) =>
      machine.isHolderAlive(holder),
    ),
  ).toEqual([true, false, true, true]);
});

test('a holder from before the last start of the machine is gone, whoever has its number now', () => {
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
  expect(machine.isHolderAlive(machine.holder, `${now} UTC`)).toBe(true);
  expect(machine.isHolderAlive(machine.holder, '1999-12-31 23:59:59 UTC')).toBe(false);
  expect(machine.isHolderAlive('ada@elsewhere, process 1', '1999-12-31 23:59:59 UTC')).toBe(true);
  expect(machine.isHolderAlive(machine.holder, 'some day')).toBe(true);
});

test('a sleep ends with its time or with its signal, and leaves no listener', async () => {
  const clock = systemClock();
  const begun = clock.now();
  await clock.sleep(30, AbortSignal.timeout(10_000));
  expect(clock.now() - begun).toBeGreaterThanOrEqual(25);
  const control = new AbortController();
  setTimeout(() => control.abort(), 20);
  await clock.sleep(60_000, control.signal);
  await clock.sleep(60_000, control.signal);
  expect(clock.now() - begun).toBeLessThan(5000);
});

test('random bytes differ, and an RSA key is a PKCS #8 key of its size', async () => {
  const random = systemRandom();
  expect(random.bytes(32)).toHaveLength(32);
  expect(random.bytes(32)).not.toEqual(random.bytes(32));
  const pem = await random.rsaPrivateKeyPem(2048);
  expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/u);
  expect(createPrivateKey(pem).asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test('a range that Windows keeps for itself is found in its table, in any language', () => {
  const rows = [
    '      5357        5357     ',
    '     49672       49771     ',
    '     50000       50059     *  ',
  ];
  const table = (title: string, columns: string): string =>
    ['', title, '', columns, '----------    --------      ', ...rows, '', '* - Administered.'].join('\r\n');
  for (const text of [
    table('Protocol tcp Port Exclusion Ranges', 'Start Port    End Port      '),
    table('Ausschlussbereiche fuer Port fuer Protokoll tcp', 'Startport   Endport      '),
  ]) {
    expect([5357, 49_700, 50_059, 8000].map((port) => parseExcludedRanges(text, port))).toEqual([
      { from: 5357, to: 5357 },
      { from: 49_672, to: 49_771 },
      { from: 50_000, to: 50_059 },
      null,
    ]);
  }
  expect(parseExcludedRanges('', 80)).toBeNull();
});
