import { bytesIn, fieldsOf, type Field, numberIn, textIn } from './protobuf.ts';

/** A step of a BuildKit build (a vertex of its graph). */
export type BuildStep = {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  readonly started: boolean;
  readonly completed: boolean;
  readonly error: string;
};

/** What a command of a step wrote. */
export type BuildOutput = { readonly step: string; readonly text: string };

export type BuildTrace = { readonly steps: readonly BuildStep[]; readonly output: readonly BuildOutput[] };

/**
 * Reads a message StatusResponse (moby/buildkit, api/services/control/control.proto): 1 vertexes {1 digest, 3 name, 4 cached,
 * 5 started, 6 completed, 7 error}, 3 logs {1 vertex, 4 msg}. Fields that are not needed are passed over; what cannot be read is
 * an empty trace, for progress is no reason to fail.
 */
export function readTrace(message: Buffer): BuildTrace {
  try {
    const fields = fieldsOf(message);
    const all = (wanted: number): Field[][] =>
      fields.filter(({ number }) => number === wanted).map(({ bytes }) => fieldsOf(bytes));
    return {
      steps: all(1).map(stepOf),
      output: all(3).map((log) => ({ step: textIn(log, 1), text: bytesIn(log, 4).toString('utf8') })),
    };
  } catch {
    return { steps: [], output: [] };
  }
}

function stepOf(fields: readonly Field[]): BuildStep {
  const has = (number: number): boolean => fields.some((field) => field.number === number);
  return {
    digest: textIn(fields, 1),
    name: textIn(fields, 3),
    cached: numberIn(fields, 4) !== 0,
    started: has(5),
    completed: has(6),
    error: textIn(fields, 7),
  };
}
