import type { IncomingMessage } from 'node:http';
import type { Admissions } from './admissions.ts';

const bodyLimitBytes = 1024;

export type SessionAnswer =
  | { readonly status: 200; readonly token: string }
  | { readonly status: 400 | 401 | 413 | 415 };

/** `POST /session {"code": …}`: a one-time code for a token. JSON only, so that no plain form of another page can send it. */
export async function answerSession(
  request: IncomingMessage,
  admissions: Admissions,
): Promise<SessionAnswer> {
  if (request.headers['content-type'] !== 'application/json') return { status: 415 };
  const body = await boundedBody(request);
  if (body === null) return { status: 413 };
  const code = codeIn(parsedJson(body));
  if (code === null) return { status: 400 };
  const token = admissions.redeem(code);
  return token === null ? { status: 401 } : { status: 200, token };
}

/** The code of exactly `{ code: … }`; null for anything else. */
function codeIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Object.keys(body).length !== 1) return null;
  return 'code' in body && typeof body.code === 'string' ? body.code : null;
}

async function boundedBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyLimitBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
