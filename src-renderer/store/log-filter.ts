import { fail, ok, type Result } from '../../src-main/contract/result.ts';
import type { LogLevel, LogLine } from '../../src-main/contract/view.ts';

/** What the reader wants to see. Everything that is set must hold. */
export type LogFilter = {
  /** Empty: all services. */
  readonly services: ReadonlySet<string>;
  /** This level and those above it; lines without a level pass only when null. */
  readonly level: LogLevel | null;
  readonly text: string;
  readonly isRegex: boolean;
  readonly correlation: string | null;
};

/** Lets every line pass. */
export const everyLine: LogFilter = {
  services: new Set(),
  level: null,
  text: '',
  isRegex: false,
  correlation: null,
};

/** Levels from quiet to loud. */
export const logLevels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'];

export type LineTest = (line: LogLine) => boolean;

/** The filter as a test of one line; the error is what the regular expression lacks, in the engine's words. */
export function lineTest(filter: LogFilter): Result<LineTest, string> {
  const text = textTest(filter);
  if (!text.ok) return text;
  const lowest = filter.level === null ? 0 : logLevels.indexOf(filter.level);
  return ok((line) => {
    if (filter.services.size > 0 && !filter.services.has(line.service)) return false;
    if (lowest > 0 && (line.level === null || logLevels.indexOf(line.level) < lowest)) return false;
    if (filter.correlation !== null && line.correlation !== filter.correlation) return false;
    return text.value(line.text);
  });
}

function textTest({ text, isRegex }: LogFilter): Result<(text: string) => boolean, string> {
  if (text === '') return ok(() => true);
  if (!isRegex) {
    const wanted = text.toLowerCase();
    return ok((line) => line.toLowerCase().includes(wanted));
  }
  try {
    const pattern = new RegExp(text, 'i');
    return ok((line) => pattern.test(line));
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'The expression is not valid.');
  }
}
