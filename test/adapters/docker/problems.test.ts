import { describe, expect, test } from 'vitest';
import { faultOf } from '../../../src-main/adapters/docker/fault.ts';
import { leash } from '../../../src-main/adapters/docker/leash.ts';
import { problemOf, takenPort } from '../../../src-main/adapters/docker/problems.ts';
import { agree, compareVersions } from '../../../src-main/adapters/docker/version.ts';
import { never } from './lab-engine.ts';

const asked = { endpoint: 'unix:///x', call: 'list' };
const thrown = (code: string, message = `connect ${code} /x`): unknown =>
  Object.assign(new Error(message), { code });

const kindOf = (error: unknown): string => {
  const held = leash(1000, never);
  const problem = problemOf(faultOf(error, held), asked);
  held.release();
  return problem.kind;
};

describe('an error of the connection is', () => {
  const kinds = {
    'engine-absent': [
      'ENOENT',
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNRESET',
      'EPIPE',
      'EHOSTUNREACH',
      'ETIMEDOUT',
    ],
    'engine-refused': [
      'EACCES',
      'EPERM',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    'engine-failed': ['HPE_INVALID_CONSTANT'],
  };
  test.each(Object.entries(kinds))('%s for its codes', (kind, codes) => {
    for (const code of codes) expect(kindOf(thrown(code)), code).toBe(kind);
  });

  test('told by the first of several addresses', () => {
    expect(kindOf(new AggregateError([thrown('EACCES')], ''))).toBe('engine-refused');
  });
});

test('a port that is taken is read from what engines say, on Linux and on Windows', () => {
  const said = {
    8000: 'driver failed programming external connectivity on endpoint x (1f): Bind for 0.0.0.0:8000 failed: port is already allocated',
    8001: 'failed to set up container networking: driver failed programming external connectivity on endpoint x: failed to bind host port for 127.0.0.1:8001:172.18.0.2:80/tcp: address already in use',
    8002: 'Ports are not available: exposing port TCP 0.0.0.0:8002 -> 127.0.0.1:0: listen tcp 0.0.0.0:8002: bind: An attempt was made to access a socket in a way forbidden by its access permissions.',
    8003: 'Error starting userland proxy: listen tcp6 [::1]:8003: bind: address already in use',
    8004: 'failed to bind host port 0.0.0.0:8004/tcp: address already in use',
  };
  for (const [port, text] of Object.entries(said)) expect(takenPort(text)).toBe(Number(port));
  expect(takenPort('OCI runtime create failed: exec: "x:80": not found')).toBeNull();
  expect(takenPort('port is already allocated')).toBeNull();
});

test('API versions are compared by number and agreed on', () => {
  expect(compareVersions('1.9', '1.41')).toBeLessThan(0);
  expect(compareVersions('1.41', '1.41')).toBe(0);
  expect([
    agree('1.44', '1.24'),
    agree('1.51', '1.24'),
    agree('1.60', '1.44'),
    agree('1.70', '1.60'),
  ]).toEqual(['1.44', '1.51', '1.51', '1.60']);
});

describe('a leash', () => {
  test('tells a deadline from a cancel, and the first of them counts', async () => {
    const cancel = new AbortController();
    const held = leash(5, cancel.signal);
    await new Promise((resolve) => held.signal.addEventListener('abort', resolve));
    cancel.abort();
    expect(held.ended()).toBe('deadline');
    expect(faultOf(new Error('aborted'), held)).toEqual({ kind: 'silent', afterMs: 5 });
  });

  test('lets go of its caller', () => {
    const cancel = new AbortController();
    const held = leash(1000, cancel.signal);
    held.release();
    cancel.abort();
    expect([held.ended(), held.signal.aborted]).toEqual([null, false]);
  });
});
