import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-main/contract/result.ts';
import { notYet } from '../../../src-main/core/database/set-password.ts';
import { setPassword } from '../../../src-main/engine/database/set-password.ts';
import type { ExecOutcome } from '../../../src-main/ports/docker.ts';
import { FakeEngine } from '../../support/fake-docker.ts';
import { realClock } from '../../support/fake-world.ts';

const action = {
  do: 'set password',
  service: 'db',
  container: 'shop-db-1',
  command: ['/bin/sh', '-c', 'the script'],
  deadlineMs: 250,
} as const;

const gone = { kind: 'engine-failed', call: 'exec', status: 409, message: 'it is not running' } as const;

/** Runs the step where the script ends in turn with these, and with the last one from then on. */
async function setWith(codes: readonly (number | 'gone')[], signal = new AbortController().signal) {
  let asked = 0;
  const docker = {
    ...new FakeEngine().docker,
    exec: async (_name: string, command: readonly string[]) => {
      expect(command).toBe(action.command);
      const code = codes[Math.min(asked++, codes.length - 1)] ?? 0;
      const outcome: ExecOutcome = { exitCode: Number(code), output: 'FATAL: no such role\n\n' };
      return code === 'gone' ? fail(gone) : ok(outcome);
    },
  };
  const result = await setPassword({ docker, clock: realClock }, action, signal);
  return { result, asked };
}

describe('the password of a role', () => {
  it('is set as soon as the server lets anybody in', async () => {
    expect(await setWith([notYet, notYet, 0])).toEqual({ result: ok(undefined), asked: 3 });
  });

  it('that cannot be set is told with what the server said, at once', async () => {
    expect(await setWith([notYet, 2, 0])).toEqual({
      result: fail({ kind: 'password-not-set', service: 'db', exitCode: 2, log: ['FATAL: no such role'] }),
      asked: 2,
    });
  });

  it('of a server that lets nobody in is given up at the deadline', async () => {
    const { result } = await setWith([notYet]);
    expect(result).toMatchObject({ error: { kind: 'password-not-set', exitCode: notYet } });
  });

  it('ends with the container, and with whoever cancels', async () => {
    expect((await setWith(['gone'])).result).toEqual(fail(gone));
    const cancelled = fail({ kind: 'cancelled', goal: 'the step' } as const);
    expect(await setWith([notYet], AbortSignal.abort())).toEqual({ result: cancelled, asked: 0 });
  });
});
