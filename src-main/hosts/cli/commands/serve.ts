import { openLoopbackDoor } from '../../loopback/open-door.ts';
import { readWindowFiles } from '../../window/files.ts';
import type { LoopbackDoor } from '../../loopback/open-door.ts';
import { valueOrThrow } from '../../../router/problem-error.ts';
import { atDesk, attempt, type AtDesk, type Cli, openScope } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { printProblems } from '../output/problems.ts';
import { openPrivately } from './open-privately.ts';

export type ServeOptions = { readonly port: number; readonly open: boolean };

/**
 * The window in a browser, until Ctrl-C (which is its orderly end: 0). Prints the address with a one-time code; Enter
 * prints another. `--json`: each address as `{"url": …, "port": …}`.
 */
export const serve = (cli: Cli, options: ServeOptions): Promise<ExitCode> =>
  atDesk(cli, async (at) => {
    const files = valueOrThrow(await readWindowFiles(cli.world.windowDir));
    await openProject(cli, at);
    const random = await cli.world.random();
    const door = valueOrThrow(
      await openLoopbackDoor({
        router: at.router,
        files,
        clock: cli.world.clock,
        random,
        port: options.port,
      }),
    );
    try {
      if (options.open) await openPrivately(cli, door.address());
      printAddress(cli, door);
      await addressesOnEnter(cli, door);
    } finally {
      await door.close();
    }
    return exit.done;
  });

/** The window shows the project at once. One that does not open is told here and can be opened in the window. */
async function openProject(cli: Cli, at: AtDesk): Promise<void> {
  if (!cli.scope.found) return;
  const opened = await attempt(openScope(at.client, cli.scope));
  if ('problems' in opened) printProblems(cli.err, opened.problems);
}

function printAddress(cli: Cli, door: LoopbackDoor): void {
  const url = door.address();
  if (cli.scope.json) return cli.out.json({ url, port: door.port });
  cli.out.line(`Open ${url}`);
  cli.err.line('The address works once, within 30 seconds. Enter prints another, Ctrl-C ends.');
}

async function addressesOnEnter(cli: Cli, door: LoopbackDoor): Promise<void> {
  while (!cli.stop.aborted) {
    const line = await cli.world.input.readLine(false, cli.stop);
    if (line === null) break;
    printAddress(cli, door);
  }
  // No terminal, or its input ended: stays until it is told to end.
  if (!cli.stop.aborted)
    await new Promise((resolve) => cli.stop.addEventListener('abort', resolve, { once: true }));
}
