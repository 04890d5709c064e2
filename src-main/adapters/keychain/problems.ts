import type { Problem } from '../../contract/problem.ts';
import type { Outcome } from './calls.ts';

// Words of libsecret 0.20 and D-Bus 1.14 (Debian 12, seen through keytar 7.9) and of macOS' Security framework.
const lockedWords =
  /locked collection|is locked|dismissed|user interaction is not allowed|user name or passphrase/iu;
const absentWords =
  /not provided by any \.service|cannot autolaunch|could not connect|connection refused|no such file|serviceunknown|no keychain is available/iu;

/** What went wrong with a question, as a Problem; null: nothing did. `operation` is what was tried, in words. */
export function problemOf(outcome: Outcome, operation: string): Problem | null {
  if (outcome.kind === 'silent') return { kind: 'keychain-silent', operation, afterMs: outcome.afterMs };
  if (outcome.kind === 'ended') {
    return { kind: 'keychain-failed', operation, detail: `its process ended (${outcome.why})` };
  }
  return outcome.reply.ok ? null : refusal(outcome.reply.fault, outcome.reply.message, operation);
}

function refusal(fault: 'module-missing' | 'refused', message: string, operation: string): Problem {
  const detail = message.split('\n')[0] ?? '';
  if (fault === 'module-missing') {
    return { kind: 'keychain-absent', detail: `The keychain module is not installed: ${detail}` };
  }
  if (lockedWords.test(message)) return { kind: 'keychain-locked', detail };
  if (absentWords.test(message)) return { kind: 'keychain-absent', detail };
  return { kind: 'keychain-failed', operation, detail };
}
