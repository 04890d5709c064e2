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
