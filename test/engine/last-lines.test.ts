import { expect, it } from 'vitest';
import { ok } from '../../src-main/contract/result.ts';
import { lastLines } from '../../src-main/engine/last-lines.ts';
import type { Docker, LogRecord } from '../../src-main/ports/docker.ts';

const never = new AbortController().signal;
const line = (at: number, text: string): LogRecord => ({ stream: 'stdout', at, text: `${text}\n` });

/** An engine that tells of a container's second life, which says something only between two readings of its log. */
const restarting = (records: readonly LogRecord[]): Docker => {
  let readings = 0;
  const engine: Pick<Docker, 'inspectContainer' | 'logs'> = {
    inspectContainer: async () => ok({ startedAt: 2_000 } as never),
    logs: async function* (_, { sinceMs }) {
      readings += 1;
      for (const record of records)
        if ((record.at ?? 0) >= (sinceMs ?? 0) && (record.at === 1_000 || readings > 1)) yield record;
    },
  };
  return engine as Docker;
};

it('of a life that ended nothing is told that the next one said', async () => {
  const docker = restarting([line(1_000, 'no such table'), line(2_010, 'starting again')]);
  expect(await lastLines(docker, 'db', 10, never, 900)).toEqual(['no such table']);
});
