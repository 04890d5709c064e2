import { describe as words } from '../../src-main/contract/describe.ts';
import { expect, test } from 'vitest';
import { redactor } from '../../src-main/core/secrets/redact.ts';
import { redactHappening } from '../../src-main/engine/redact-happening.ts';

const failed = {
  kind: 'step failed',
  run: 'r1',
  step: 1,
  at: 1,
  problem: { kind: 'engine-failed', call: 'create container', status: 500, message: 'bad: hunter22-x' },
} as const;

test('a secret that is an ordinary word takes no problem apart', () => {
  for (const word of [
    'engine',
    'step',
    'step failed',
    'failed',
    'kind',
    'message',
    'problem',
    'engine-failed',
  ]) {
    const redacted = redactHappening(failed, redactor({ WORD: word, OTHER: 'hunter22-x' }));
    expect(redacted.kind).toBe('step failed');
    if (redacted.kind !== 'step failed') return;
    expect(redacted.problem.kind).toBe('engine-failed');
    expect(words(redacted.problem).detail).not.toContain('hunter22-x');
    expect(words(redacted.problem).detail).toContain('OTHER');
  }
});

test('what an engine or a container says acts on nothing that shows it', () => {
  const said = 'one \u001b]0;title\u0007\u202egnp.exe\n\u009b2Jtwo \u001b[31mred';
  const shown = 'one <U+202E>gnp.exe\ntwo \u001b[31mred\u001b[0m';
  const redact = redactor({ OTHER: 'hunter22-x' });
  expect(redactHappening({ ...failed, problem: { ...failed.problem, message: said } }, redact)).toMatchObject(
    {
      problem: { message: shown },
    },
  );
  const probe = { output: said, exitCode: 1, at: 1 };
  expect(
    redactHappening({ kind: 'container probed', id: 'a', health: 'starting', probe }, redact),
  ).toMatchObject({ probe: { output: shown } });
  expect(
    redactHappening({ kind: 'step progressed', run: 'r1', step: 1, text: said, fraction: null }, redact),
  ).toMatchObject({ text: shown });
});
