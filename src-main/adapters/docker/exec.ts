import type { HookRequest } from '../../core/plan/requests.ts';
import type { Answer, ExecOutcome } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import { outcome } from './call.ts';
import { deadlines } from './deadlines.ts';
import { type Fault, faultOf } from './fault.ts';
import { framesOf } from './frames.ts';
import { inspectJson } from './observe.ts';
import { problemOf } from './problems.ts';
import { pathOf, type Wire } from './wire.ts';

const outputLimitBytes = 4096;

/**
 * Creates, starts and follows an exec, then asks for its exit code. Of longer output the whole lines among the last 4 KiB are
 * kept: that is where a command says why it failed. When the time is up the outcome is what the engine reports for its own probes, exit code -1 with
 * a word on the time; the command itself goes on, the Engine API cannot end it.
 */
export async function exec(
  wire: Wire,
  name: string,
  command: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Answer<ExecOutcome> {
  return execAs(wire, name, { Cmd: command }, timeoutMs, signal);
}

/** The same with whatever else POST /containers/{name}/exec takes. */
export async function execAs(
  wire: Wire,
  name: string,
  request: HookRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Answer<ExecOutcome> {
  const call = `run a command in ${name}`;
  const body = { AttachStdout: true, AttachStderr: true, ...request };
  const ask = {
    method: 'POST',
    path: pathOf('containers', name, 'exec'),
    body,
    deadlineMs: deadlines.quick,
  } as const;
  const created = outcome(
    await wire.json<{ Id?: string }>(ask, signal),
    wire,
    call,
    (json) => json?.Id ?? '',
  );
  if (!created.ok) return created;
  const ran = await run(wire, created.value, timeoutMs, signal);
  if ('fault' in ran && ran.fault.kind === 'silent')
    return ok({ exitCode: -1, output: `${ran.output}no end after ${timeoutMs} ms` });
  if ('fault' in ran) return fail(problemOf(ran.fault, { endpoint: wire.endpoint, call }));
  return exitCode(wire, created.value, ran.output, signal);
}

async function run(
  wire: Wire,
  id: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<{ output: string; fault?: Fault }> {
  const body = { Detach: false, Tty: false };
  const ask = { method: 'POST', path: pathOf('exec', id, 'start'), body, deadlineMs: timeoutMs } as const;
  const reply = await wire.open(ask, signal);
  if (!reply.ok) return { output: '', fault: reply.error };
  reply.value.leash.extend(timeoutMs);
  // One byte more than is told: whether anything was left out shows by it.
  let output = Buffer.alloc(0);
  try {
    for await (const { bytes } of framesOf(reply.value.body)) {
      output = Buffer.concat([output, bytes]).subarray(-outputLimitBytes - 1);
    }
    return { output: wholeLines(output) };
  } catch (error) {
    return { output: wholeLines(output), fault: faultOf(error, reply.value.leash) };
  } finally {
    reply.value.close();
  }
}

/** A line that was cut may begin within a secret, of which nothing would be found; the only one there is stays. */
function wholeLines(output: Buffer): string {
  if (output.length <= outputLimitBytes) return output.toString('utf8');
  return output.subarray(Math.max(1, output.indexOf('\n') + 1)).toString('utf8');
}

async function exitCode(wire: Wire, id: string, output: string, signal: AbortSignal): Answer<ExecOutcome> {
  const ask = { method: 'GET', path: pathOf('exec', id, 'json'), deadlineMs: deadlines.quick } as const;
  const answer = await wire.json<{ ExitCode?: number | null }>(ask, signal);
  return outcome(answer, wire, 'ask for the exit code of a command', (json) => ({
    exitCode: json?.ExitCode ?? -1,
    output,
  }));
}

const usualTimeoutMs = 30_000;

/**
 * The command of a container's health check as the engine runs it: CMD as it is, CMD-SHELL by the container's shell (`/bin/sh
 * -c`, on Windows `cmd /S /C`, unless the image sets another). null for NONE, for no check and for a container that is not
 * there. The time limit is the check's own, 30 s where it has none.
 */
export async function healthCommand(
  wire: Wire,
  name: string,
  signal: AbortSignal,
): Answer<{ readonly command: readonly string[]; readonly timeoutMs: number } | null> {
  const found = await inspectJson(wire, name, signal);
  if (!found.ok) return found;
  const config = found.value?.Config;
  const [kind, ...words] = config?.Healthcheck?.Test ?? [];
  const timeoutMs = Math.round((config?.Healthcheck?.Timeout ?? 0) / 1e6) || usualTimeoutMs;
  if (words.length === 0) return ok(null);
  if (kind === 'CMD') return ok({ command: words, timeoutMs });
  if (kind !== 'CMD-SHELL') return ok(null);
  const usualShell = found.value?.Platform === 'windows' ? ['cmd', '/S', '/C'] : ['/bin/sh', '-c'];
  const shell = config?.Shell ?? [];
  return ok({ command: [...(shell.length > 0 ? shell : usualShell), words[0] ?? ''], timeoutMs });
}
