import type http from 'node:http';
import { EngineRefusal, GarbledAnswer } from './fault.ts';

/** The answer as it is, or EngineRefusal with the engine's own words where its status says error. */
export async function refuseErrors(response: http.IncomingMessage): Promise<http.IncomingMessage> {
  const status = response.statusCode ?? 0;
  if (status < 400 && (status < 300 || status === 304)) return response;
  const text = (await whole(response, 1024 * 1024)).trim();
  throw new EngineRefusal(status, messageOf(text) || response.statusMessage || 'no reason given');
}

function messageOf(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed) return String(parsed.message);
  } catch {
    // Not JSON: a proxy, or an engine that answers in plain text. Its words are what there is.
  }
  return text.slice(0, 2000);
}

/** All of an answer as text. Throws GarbledAnswer beyond the limit. */
export async function whole(response: AsyncIterable<Buffer>, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > limitBytes) throw new GarbledAnswer(`an answer of more than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON, or null for an empty answer. Throws GarbledAnswer. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new GarbledAnswer(`an answer that is not JSON: ${text.slice(0, 80)}`);
  }
}
