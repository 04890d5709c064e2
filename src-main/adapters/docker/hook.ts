import type { HookRequest } from '../../core/plan/requests.ts';
import type { Answer, ExecOutcome } from '../../ports/docker.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { execAs } from './exec.ts';
import { revealIn } from './reveal.ts';
import type { Wire } from './wire.ts';

// The file gives a hook no limit; without any, an engine that hangs would hang the run for ever.
const limitMs = 3_600_000;

/**
 * A lifecycle hook as an exec with its own user, folder, privileges and variables (docker compose 2.40 sends the same). Values
 * of secrets are in the request's body alone.
 */
export async function runHook(
  wire: Wire,
  secrets: SecretSource,
  name: string,
  request: HookRequest,
  signal: AbortSignal,
): Answer<ExecOutcome> {
  const revealed = await revealIn(request, secrets);
  return revealed.ok ? execAs(wire, name, revealed.value.value, limitMs, signal) : revealed;
}
