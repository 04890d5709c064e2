import { expect, test } from 'vitest';
import { correlationOf } from '../../../src-main/core/logs/correlation.ts';
import { levelOf } from '../../../src-main/core/logs/level.ts';
import { toLogLine } from '../../../src-main/core/logs/log-line.ts';
import { redactor } from '../../../src-main/core/secrets/redact.ts';

const levels: readonly (readonly [line: string, level: string | null])[] = [
  ['{"level":"warning","msg":"x"}', 'warning'],
  ['{"severity":"ERROR"}', 'error'],
  ['{"level":30,"msg":"pino"}', 'info'],
  ['{"levelname":"CRITICAL"}', 'fatal'],
  ['{"log.level":"Debug"}', 'debug'],
  ['{"Level":"info"}', 'info'],
  ['{"msg":"no level"}', null],
  ['time=2026-01-01 level=warn msg="it failed"', 'warning'],
  ['ts=1 lvl=dbug msg=x', null],
  ['2026-11-21 12:00:00.000 UTC [1] LOG:  database system is ready', 'info'],
  ['2026-11-21 12:00:00.000 UTC [71] FATAL:  password authentication failed', 'fatal'],
  ['2026/11/21 12:00:00 [error] 7#7: *1 connect() failed', 'error'],
  ['INFO:     127.0.0.1:1234 - "GET / HTTP/1.1" 200 OK', 'info'],
  ['2026-11-21 12:00:00,123 | WARNING | worker | slow', 'warning'],
  ['1:M 21 Nov 2026 12:00:00.000 * Ready to accept connections', 'info'],
  ['1:M 21 Nov 2026 12:00:00.000 # Warning: no config file', 'warning'],
  ['error: something', 'error'],
  ['Traceback (most recent call last):', null],
  ['the word error in a sentence', null],
  ['{"level":"constructor"}', null],
  ['{broken json', null],
  ['', null],
];

for (const [line, level] of levels)
  test(`the level of ${JSON.stringify(line)} is ${level}`, () => expect(levelOf(line)).toBe(level));

const ids: readonly (readonly [line: string, id: string | null])[] = [
  ['{"correlation_id":"abc","request_id":"other"}', 'abc'],
  ['{"X-Correlation-ID":"abc"}', 'abc'],
  ['{"traceId":"t1"}', 't1'],
  ['{"request_id":42}', '42'],
  ['level=info request_id=r-1 msg="x y"', 'r-1'],
  ['level=info request_id="r 2"', 'r 2'],
  ['{"correlation_id":"-","trace_id":"t"}', 't'],
  ['{"correlation_id":{"nested":1}}', null],
  [`{"correlation_id":"${'x'.repeat(129)}"}`, null],
  ['request_id=abc in a sentence', null],
];

for (const [line, id] of ids)
  test(`the correlation id of ${JSON.stringify(line).slice(0, 60)} is ${id}`, () =>
    expect(correlationOf(line)).toBe(id));

const raw = (text: string, lost = 0) => ({ stream: 'stdout', at: 5, text, lost }) as const;

test('a line is cleaned and redacted, and its colours do not hide its level', () => {
  const redact = redactor({ TOKEN: 'canary-value' });
  expect(
    toLogLine(
      'api',
      raw('\x1b[31m{"level":"error","request_id":"r","token":"cana\x1b[2Kry-value"}\x1b[0m'),
      redact,
    ),
  ).toEqual({
    service: 'api',
    stream: 'stdout',
    at: 5,
    text: '\x1b[31m{"level":"error","request_id":"r","token":"•••TOKEN•••"}\x1b[0m',
    level: 'error',
    correlation: 'r',
  });
});

test('a secret at the cut of a long line is not shown in part', () => {
  const redact = redactor({ TOKEN: 'canary-value' });
  const text = `${'x'.repeat(65_530)}canary-value${'y'.repeat(100)}`;
  const line = toLogLine('api', raw(text, 7), redact);
  expect(line.text.slice(65_529)).toMatch(/^x•••TOK… \(\d+ more characters\)$/u);
});

test('a cut through a colour or a character leaves neither half', () => {
  const plain = (text: string) => text;
  const colour = toLogLine('api', raw(`${'x'.repeat(65_533)}\x1b[31mred`), plain).text;
  expect(colour.slice(65_530)).toBe('xxx… (9 more characters)');
  expect(toLogLine('api', raw(`${'x'.repeat(65_535)}\u{1F600}`), plain).text.isWellFormed()).toBe(true);
});
