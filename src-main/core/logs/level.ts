import type { LogLevel } from '../../contract/view.ts';
import { type Fields, fieldsOf } from './fields.ts';

const words: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  trc: 'trace',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  log: 'info',
  warn: 'warning',
  warning: 'warning',
  wrn: 'warning',
  error: 'error',
  err: 'error',
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  panic: 'fatal',
};

// pino and bunyan write tens.
const numbers: Readonly<Record<string, LogLevel>> = {
  '10': 'trace',
  '20': 'debug',
  '30': 'info',
  '40': 'warning',
  '50': 'error',
  '60': 'fatal',
};

const levelFields = ['level', 'severity', 'lvl', 'levelname', 'log.level'] as const;

/** How much of a plain line is looked at: a level stands at its beginning, a word of the message is none. */
const headLength = 120;

/** The level that a line states: in a JSON or logfmt field, or as a word at its head ("2026-01-01 12:00:00 ERROR: …"). */
export function levelOf(line: string, fields: Fields | null = fieldsOf(line)): LogLevel | null {
  for (const name of fields === null ? [] : levelFields) {
    const level = levelOfWord(fields?.(name) ?? '');
    if (level !== null) return level;
  }
  const head = line.slice(0, headLength);
  return redisLevel(head) ?? plainLevel(head);
}

// "1:M 21 Nov 2026 12:00:00.000 * Ready": Redis' own marks of . debug, - verbose, * notice, # warning.
const redisLine = /^\d+:[XCSM] \d{1,2} \w{3} \d{4} [\d:.]+ ([.*#-]) /u;
const redisMarks: Readonly<Record<string, LogLevel>> = {
  '.': 'debug',
  '-': 'debug',
  '*': 'info',
  '#': 'warning',
};
const redisLevel = (head: string): LogLevel | null => redisMarks[redisLine.exec(head)?.[1] ?? ''] ?? null;

const levelOfWord = (word: string): LogLevel | null => {
  const key = word.trim().toLowerCase();
  if (Object.hasOwn(numbers, key)) return numbers[key] ?? null;
  return Object.hasOwn(words, key) ? (words[key] ?? null) : null;
};

// "LOG:" and "ERROR:" (PostgreSQL, Python), "[error]" (nginx), a capital word (most others), a level at the very beginning.
const plainForms = [
  /\[\s*([a-z]{3,11})\s*\]/iu,
  /(?:^|\s)([A-Z]{3,11}):(?:\s|$)/u,
  /(?:^|[\s|])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|PANIC)(?=$|[\s|,;-])/u,
  /^(trace|debug|info|notice|warn|warning|error|fatal|critical|panic)\b/iu,
];

function plainLevel(head: string): LogLevel | null {
  for (const form of plainForms) {
    const level = levelOfWord(form.exec(head)?.[1] ?? '');
    if (level !== null) return level;
  }
  return null;
}
