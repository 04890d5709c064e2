import type { Answer, Report } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import { type BuildStep, readTrace } from './build-trace.ts';
import { deadlines } from './deadlines.ts';
import { faultOf } from './fault.ts';
import { jsonLines } from './json-lines.ts';
import { problemOf } from './problems.ts';
import type { Reply, Wire } from './wire.ts';

/** What is read of a line of POST /build with BuildKit. */
type BuildJson = {
  readonly id?: string;
  readonly aux?: unknown;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string } | null;
};

export type Building = {
  readonly reply: Reply;
  readonly wire: Wire;
  readonly service: string;
  readonly report: Report;
};

const keptLines = 20;

/**
 * Follows a build to its end. The fraction counts steps, and steps appear while it runs, so it may fall. Problems:
 * build-failed with the last 20 lines that commands wrote, engine-*.
 */
export async function followBuild({ reply, wire, service, report }: Building): Answer<void> {
  const steps = new Map<string, BuildStep>();
  let log: readonly string[] = [];
  reply.leash.extend(deadlines.idle);
  try {
    for await (const line of jsonLines<BuildJson>(reply.body)) {
      reply.leash.extend(deadlines.idle);
      if (line.error !== undefined) {
        return fail({ kind: 'build-failed', service, detail: line.errorDetail?.message ?? line.error, log });
      }
      if (line.id !== 'moby.buildkit.trace' || typeof line.aux !== 'string') continue;
      const trace = readTrace(line.aux);
      for (const step of trace.steps) steps.set(step.digest, step);
      log = [...log, ...trace.output.flatMap(linesOf)].slice(-keptLines);
      reportSteps(trace.steps, steps, report);
    }
    return ok(undefined);
  } catch (error) {
    return fail(
      problemOf(faultOf(error, reply.leash), { endpoint: wire.endpoint, call: `build ${service}` }),
    );
  } finally {
    reply.close();
  }
}

const linesOf = (text: string): string[] => text.split(/\r?\n|\r/).filter((line) => line.trim() !== '');

/** Each step that began or ended just now, by its name; steps that wait are not news. */
function reportSteps(news: readonly BuildStep[], all: ReadonlyMap<string, BuildStep>, report: Report): void {
  const done = [...all.values()].filter(({ completed }) => completed).length;
  for (const { name, started } of news) if (started) report(name, done / all.size);
}
