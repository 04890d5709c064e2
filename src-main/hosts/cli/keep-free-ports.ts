import type { Problem } from '../../contract/problem.ts';
import type { RunView } from '../../contract/view.ts';
import type { Cli, InProject } from './cli.ts';

type Movable = Extract<Problem, { kind: 'port-taken' }> & { readonly key: string; readonly free: number };

/** Takes the free ports that a run was offered in place of taken ones. False where anything else stood in its way. */
export async function keepFreePorts(
  cli: Cli,
  { client, project }: InProject,
  run: RunView,
): Promise<boolean> {
  if (run.problems.length === 0 || !run.problems.every(isMovable)) return false;
  for (const { key, free, port } of run.problems.filter(isMovable)) {
    const { file } = await client.config.keepPort({ project: project.id, key, port: free });
    const said = `Port ${port} is taken: ${key} is ${free} from now on (${file}).`;
    if (!cli.scope.json) cli.err.line(`${cli.err.paint('yellow', '!')} ${said}`);
  }
  return true;
}

const isMovable = (problem: Problem): problem is Movable =>
  problem.kind === 'port-taken' && problem.key !== null && problem.free !== null;
