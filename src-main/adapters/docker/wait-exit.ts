import type { Answer } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import { outcome } from './call.ts';
import { deadlines } from './deadlines.ts';
import { inspectContainer } from './observe.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * POST /containers/{name}/wait, asked anew each minute: a hung engine answers no look in between. A container that was never
 * started counts as not running for the engine, so the end is read from the container itself. null: it is gone.
 */
export async function waitForExit(wire: Wire, name: string, signal: AbortSignal): Answer<number | null> {
  for (;;) {
    const ask = {
      method: 'POST',
      path: pathOf('containers', name, 'wait'),
      deadlineMs: deadlines.start,
    } as const;
    const answer = await wire.json(ask, signal);
    if (!answer.ok && answer.error.kind !== 'silent' && answer.error.kind !== 'answer')
      return outcome(answer, wire, `wait for container ${name}`, () => null);
    const found = await inspectContainer(wire, name, signal);
    if (!found.ok) return found;
    if (found.value === null) return ok(null);
    const { state, exitCode } = found.value;
    if (state === 'exited' || state === 'dead') return ok(exitCode ?? -1);
    if (state === 'created')
      return fail({
        kind: 'engine-failed',
        call: `wait for container ${name}`,
        status: null,
        message: 'it was never started',
      });
  }
}
