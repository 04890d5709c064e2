import { assertNever } from '../../contract/result.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Fault } from './fault.ts';
import { saysDiskFull } from './refusals.ts';

/** What was asked of whom, as a person reads it: `start container shop-db-1` at `unix:///var/run/docker.sock`. */
export type Asked = { readonly endpoint: string; readonly call: string };

const refusedCodes = new Set(['EACCES', 'EPERM']);

/**
 * The Problem a fault is when nothing more is known of the call. Node's codes: a missing socket or pipe is ENOENT, a socket
 * nobody listens on ECONNREFUSED, one without permission EACCES.
 */
export function problemOf(fault: Fault, asked: Asked): Problem {
  const { endpoint, call } = asked;
  switch (fault.kind) {
    case 'silent':
      return { kind: 'engine-silent', endpoint, call, afterMs: fault.afterMs };
    case 'cancelled':
      return { kind: 'cancelled', goal: call };
    case 'answer':
      if (saysDiskFull(fault.message)) return { kind: 'disk-full', endpoint, call };
      return { kind: 'engine-failed', call, status: fault.status, message: fault.message };
    case 'garbled':
      return { kind: 'engine-failed', call, status: null, message: fault.message };
    case 'connection':
      return connectionProblem(fault.code, fault.message, asked);
    default:
      return assertNever(fault);
  }
}

function connectionProblem(code: string, message: string, { endpoint, call }: Asked): Problem {
  if (refusedCodes.has(code) || isCertificate(code))
    return { kind: 'engine-refused', endpoint, detail: message };
  return { kind: 'engine-absent', endpoint, detail: message === '' ? `${code} at ${call}` : message };
}

// OpenSSL's verification errors as Node passes them on, and Node's own TLS errors.
const isCertificate = (code: string): boolean =>
  code.startsWith('ERR_TLS_') ||
  code.startsWith('ERR_SSL_') ||
  code.startsWith('CERT_') ||
  code.includes('SELF_SIGNED') ||
  code.startsWith('UNABLE_TO_');

/**
 * The host port that a failed start names, or null where it failed for another reason. Texts of engine 20.10 to 28.5 on
 * Linux and of Docker Desktop on Windows (10013 is a range that Windows has reserved).
 */
export function takenPort(message: string): number | null {
  const taken =
    /port is already allocated|address already in use|ports are not available|forbidden by its access permissions|failed to bind host port/i;
  if (!taken.test(message)) return null;
  const port = /(?:\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]*\]|\blocalhost):(\d+)/i.exec(message)?.[1];
  return port === undefined ? null : Number(port);
}

/** True for the engine's answer that an image is not there (create, inspect). */
export const saysNoSuchImage = (fault: Fault): boolean =>
  fault.kind === 'answer' &&
  fault.status === 404 &&
  /no such image|not found: manifest|manifest unknown/i.test(fault.message);

/** True for an answer with this status. */
export const answered = (fault: Fault, status: number): boolean =>
  fault.kind === 'answer' && fault.status === status;
