import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ComposeHandover } from '../../../engine/desk.ts';
import { valueOrThrow } from '../../../router/problem-error.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { composeVerb } from './compose-verb.ts';

/** `docker compose` on the same project, with the same names and the current generation of the database. Its own exit code. */
export const compose = (cli: Cli, words: readonly string[]): Promise<ExitCode> =>
  inProject(cli, async ({ desk, project }) => {
    const session = valueOrThrow(desk.session(project.id));
    await session.ready(cli.stop);
    return handOver(
      valueOrThrow(await session.composeHandover(composeVerb(words))),
      words,
      cli.scope.compose.from ?? cli.scope.dir,
    );
  });

/**
 * An absolute program and a list of arguments, never a shell. The child shares the terminal, so it gets Ctrl-C itself.
 * Values reach it on standard input only.
 */
async function handOver(handover: ComposeHandover, words: readonly string[], cwd: string): Promise<ExitCode> {
  const child = spawn(handover.docker, [...handover.arguments, ...words], {
    cwd,
    shell: false,
    stdio: [handover.stdin === null ? 'inherit' : 'pipe', 'inherit', 'inherit'],
  });
  // A child that ends before it read everything closes the pipe; its exit code tells what happened.
  child.stdin?.on('error', () => {});
  child.stdin?.end(handover.stdin);
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : exit.cancelled;
}
