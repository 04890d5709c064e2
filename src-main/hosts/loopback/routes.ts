import type { IncomingMessage, ServerResponse } from 'node:http';
import { findWindowFile, type WindowFiles } from '../window/files.ts';
import { windowHeaders } from '../window/policy.ts';
import type { Admissions } from './admissions.ts';
import { isForThisDoor, isFromOwnPage, pathOf } from './judge.ts';
import { answerSession } from './session-route.ts';

export type RouteOptions = {
  readonly port: () => number;
  readonly files: WindowFiles;
  readonly admissions: Admissions;
};

/** Answers one plain request: a file of the window, or a session for a code. Host first, then the route. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: RouteOptions,
): Promise<void> {
  if (!isForThisDoor(request, options.port())) return end(response, 421);
  if (pathOf(request) === '/session') return answerPost(request, response, options);
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 404);
  const file = findWindowFile(options.files, pathOf(request));
  if (file === null) return end(response, 404);
  response.writeHead(200, {
    ...windowHeaders,
    'Content-Type': file.type,
    'Content-Length': file.body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  options: RouteOptions,
): Promise<void> {
  if (request.method !== 'POST') return end(response, 404);
  if (!isFromOwnPage(request, options.port())) return end(response, 403);
  const answered = await answerSession(request, options.admissions);
  if (answered.status !== 200) return end(response, answered.status);
  response.writeHead(200, { ...windowHeaders, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ token: answered.token }));
}

/** Refusals say nothing but their number, and close: what was not read of a body is not waited for. */
function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...windowHeaders, 'Content-Length': 0, Connection: 'close' });
  response.end();
}
