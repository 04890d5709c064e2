import { cleanText } from '../core/logs/clean.ts';
import type { Docker } from '../ports/docker.ts';

/** The last lines that a container wrote, as a problem shows them; empty where they cannot be read. */
export async function lastLines(
  docker: Docker,
  container: string,
  count: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let text = '';
  for await (const record of docker.logs(container, { follow: false, tail: count, sinceMs: null }, signal)) {
    text = (text + record.text).slice(-64 * 1024);
  }
  return text
    .split('\n')
    .map(cleanText)
    .filter((line) => line.trim() !== '')
    .slice(-count);
}
