import type { Report } from '../../ports/docker.ts';
import { type BuildStep, type BuildTrace, readTrace } from './build-trace.ts';

const keptLines = 20;

/** What a build has told of itself so far. */
export type BuildSteps = {
  /** Takes one message StatusResponse and reports each step that began or ended with it. */
  take(message: Buffer): void;
  /** The last lines that the failing step wrote; of all steps where none has failed. */
  lastLines(): readonly string[];
};

/** Follows a build's steps. The fraction counts steps, and steps appear while it runs, so it may fall. */
export function buildSteps(report: Report): BuildSteps {
  const steps = new Map<string, BuildStep>();
  let log: readonly { readonly step: string; readonly line: string }[] = [];
  return {
    take: (message) => {
      const trace = readTrace(message);
      for (const step of trace.steps) steps.set(step.digest, step);
      log = kept([...log, ...linesOf(trace)]);
      const done = [...steps.values()].filter(({ completed }) => completed).length;
      for (const { name, started } of trace.steps) if (started) report(name, done / steps.size);
    },
    lastLines: () => {
      const failing = [...steps.values()].find(({ error }) => error !== '')?.digest;
      const own = log.filter(({ step }) => failing === undefined || step === failing);
      return own.slice(-keptLines).map(({ line }) => line);
    },
  };
}

const linesOf = ({ output }: BuildTrace) =>
  output.flatMap(({ step, text }) =>
    text
      .split(/\r?\n|\r/)
      .filter((line) => line.trim() !== '')
      .map((line) => ({ step, line })),
  );

/** Of each step the last lines: another one may go on writing after the failing one has ended. */
function kept<T extends { readonly step: string }>(log: readonly T[]): readonly T[] {
  if (log.length <= keptLines * 4) return log;
  const counts = new Map<string, number>();
  return log
    .toReversed()
    .filter(({ step }) => {
      const count = (counts.get(step) ?? 0) + 1;
      counts.set(step, count);
      return count <= keptLines;
    })
    .toReversed();
}
