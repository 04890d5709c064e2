import type { OpenProject } from '../../contract/view.ts';
import type { Desk } from '../../engine/desk.ts';
import { problemsOf } from '../../router/problem-error.ts';
import { routerOf, type Router } from '../../router/router.ts';
import { type Client, inProcessClient } from '../../router/wires/in-process.ts';
import type { ExitCode } from './exit.ts';
import type { Paper } from './output/paper.ts';
import type { Scope } from './scope.ts';
import type { World } from './world.ts';

/** What a command has at hand. `stop` is aborted by the first Ctrl-C; the second ends the process. */
export type Cli = {
  readonly world: World;
  readonly scope: Scope;
  /** Results. */
  readonly out: Paper;
  /** Progress, questions and problems. */
  readonly err: Paper;
  readonly stop: AbortSignal;
};

/** A desk of this command's own, reached through the router as every door does. */
export type AtDesk = { readonly desk: Desk; readonly router: Router; readonly client: Client };

export type InProject = AtDesk & { readonly project: OpenProject };

/** Opens a desk for the time of `act` and closes it whatever happens. */
export async function atDesk(cli: Cli, act: (at: AtDesk) => Promise<ExitCode>): Promise<ExitCode> {
  const desk = await cli.world.openDesk();
  try {
    const router = routerOf(desk);
    return await act({ desk, router, client: inProcessClient(router) });
  } finally {
    await desk.close();
  }
}

/** Opens the project of the scope for the time of `act`. Throws the typed error of the contract where it cannot. */
export const inProject = (cli: Cli, act: (at: InProject) => Promise<ExitCode>): Promise<ExitCode> =>
  atDesk(cli, async (at) => act({ ...at, project: await openScope(at.client, cli.scope) }));

export const openScope = (client: Client, scope: Scope): Promise<OpenProject> =>
  client.projects.open({
    dir: scope.dir,
    environment: scope.environment,
    ...(scope.files === null ? {} : { files: [...scope.files] }),
    ...(Object.keys(scope.compose).length === 0 ? {} : { compose: composeInput(scope) }),
  });

/** The contract takes lists of its own. */
const composeInput = ({ compose: { profiles, envFiles, ...rest } }: Scope) => ({
  ...rest,
  ...(profiles === undefined ? {} : { profiles: [...profiles] }),
  ...(envFiles === undefined ? {} : { envFiles: [...envFiles] }),
});

/** The problems of a call of the contract, or its value. A bug is thrown on. */
export async function attempt<T>(
  call: Promise<T>,
): Promise<{ readonly value: T } | { readonly problems: NonNullable<ReturnType<typeof problemsOf>> }> {
  try {
    return { value: await call };
  } catch (error) {
    const problems = problemsOf(error);
    if (problems === null) throw error;
    return { problems };
  }
}
