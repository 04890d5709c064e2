import type { EpochMs } from '../contract/names.ts';
import { cleanText } from '../core/logs/clean.ts';
import type { Docker } from '../ports/docker.ts';

// Engine 28.5 notes the start 100 ms before the first line of what it starts; others may note it just after.
const startIsNotedLateMs = 50;

/**
 * The last lines that a container wrote since it was last started, as a problem shows them; empty where they cannot be read.
 * What it said in an earlier life may have been mended since; that of `failed`, which began at that time, is read where it has
 * been started again and said nothing yet.
 */
export async function lastLines(
  docker: Docker,
  container: string,
  count: number,
  signal: AbortSignal,
  failed: EpochMs | null = null,
): Promise<readonly string[]> {
  const found = await docker.inspectContainer(container, signal);
  const startedAt = found.ok ? (found.value?.startedAt ?? null) : null;
  const lines = await linesSince(docker, container, { count, startedAt }, signal);
  if (lines.length > 0 || failed === null) return lines;
  // The new life may say its first line while the earlier one is read.
  return linesSince(docker, container, { count, startedAt: failed, endedAt: startedAt }, signal);
}

type Life = {
  readonly count: number;
  readonly startedAt: EpochMs | null;
  /** When the next life began; absent: this is the last one. */
  readonly endedAt?: EpochMs | null;
};

async function linesSince(
  docker: Docker,
  container: string,
  { count, startedAt, endedAt = null }: Life,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const sinceMs = startedAt === null ? null : startedAt - startIsNotedLateMs;
  let text = '';
  for await (const record of docker.logs(container, { follow: false, tail: count, sinceMs }, signal)) {
    const isLater = endedAt !== null && record.at !== null && record.at >= endedAt - startIsNotedLateMs;
    if (!isLater) text = (text + record.text).slice(-64 * 1024);
  }
  return text
    .split('\n')
    .map(cleanText)
    .filter((line) => line.trim() !== '')
    .slice(-count);
}
