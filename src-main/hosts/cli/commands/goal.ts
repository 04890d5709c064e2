import type { GoalFlags } from '../../../contract/goal-flags.ts';
import type { Goal, RunId } from '../../../contract/names.ts';
import type { PlanView, RunView } from '../../../contract/view.ts';
import { keepFreePorts } from '../keep-free-ports.ts';
import { problemError } from '../../../router/problem-error.ts';
import { attempt, type Cli, type InProject, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { boardLines } from '../output/board.ts';
import { printProblems, told } from '../output/problems.ts';
import { runProgress } from '../output/run-progress.ts';
import { outcomeLine } from '../output/run-lines.ts';
import { planLines } from '../output/plan-lines.ts';

export type GoalWish = {
  readonly goal: Goal;
  readonly services: readonly string[];
  readonly flags: GoalFlags;
  readonly yes: boolean;
  /** Pulls are listed when they are done and not before. */
  readonly quietPull: boolean;
  /** A port that is taken is given up for a free one. */
  readonly freePorts?: boolean;
};

/** Runs a goal to its end and shows it. What changes data is asked for first, or needs `--yes`. */
export const runGoal = (cli: Cli, wish: GoalWish): Promise<ExitCode> =>
  inProject(cli, async (at) => {
    const started = await start(cli, at, wish);
    if (started === null) return exit.cancelled;
    const first = await followToEnd(cli, at, started, wish.quietPull);
    const moved = wish.freePorts === true && (await keepFreePorts(cli, at, first));
    const again = moved ? await start(cli, at, wish) : null;
    const run = again === null ? first : await followToEnd(cli, at, again, wish.quietPull);
    await report(cli, at, run);
    return codeOf(run);
  });

/** What changes which data is live, or deletes some: the plan that was shown is the one that runs. */
const asksFirst: ReadonlySet<Goal> = new Set(['reset', 'undo', 'restore', 'prune', 'upgrade']);

type Asked = {
  readonly project: string;
  readonly goal: Goal;
  readonly services: string[];
  readonly flags?: GoalFlags;
};

/** null: the user declined. Up and down start at once; the engine itself refuses what needs a word (not-confirmed). */
async function start(cli: Cli, at: InProject, wish: GoalWish): Promise<RunId | null> {
  const { goal, services, flags } = wish;
  const wanted = {
    project: at.project.id,
    goal,
    services: [...services],
    ...(Object.keys(flags).length === 0 ? {} : { flags }),
  };
  if (asksFirst.has(wish.goal)) return startApproved(cli, at, wanted, wish.yes);
  const first = await attempt(at.client.runs.start(wanted, { signal: cli.stop }));
  if ('value' in first) return first.value.run;
  if (first.problems.every((problem) => problem.kind === 'not-confirmed'))
    return startApproved(cli, at, wanted, wish.yes);
  throw problemError(first.problems);
}

/** Makes the plan, asks for a word unless it was given, and starts exactly that plan. */
async function startApproved(cli: Cli, at: InProject, asked: Asked, yes: boolean): Promise<RunId | null> {
  const plan = await at.client.plan.make(asked, { signal: cli.stop });
  if (!yes && !(await confirmed(cli, plan))) return null;
  return (await at.client.runs.start({ ...asked, approve: plan.id }, { signal: cli.stop })).run;
}

/** Shows the plan to a person and asks. Problem: not-confirmed where nobody can answer. */
async function confirmed(cli: Cli, plan: PlanView): Promise<boolean> {
  if (cli.scope.json || !cli.world.input.isTTY || !cli.err.sink.isTTY) {
    throw problemError([{ kind: 'not-confirmed', goal: plan.goal, loses: plan.loses }]);
  }
  for (const line of planLines(plan, cli.err)) cli.err.line(line);
  cli.err.sink.write(`${questions[plan.goal] ?? 'Start this plan?'} [y/N] `);
  const answer = await cli.world.input.readLine(false, cli.stop);
  const yes = /^y(es)?$/i.test(answer?.trim() ?? '');
  if (!yes) cli.err.line('Nothing was changed.');
  return yes;
}

const questions: Readonly<Partial<Record<Goal, string>>> = {
  reset: 'Reset the database?',
  undo: 'Undo the reset?',
  restore: 'Restore the database?',
  prune: 'Delete all of this?',
  upgrade: 'Take the data to the new server?',
};

/** Follows until the last word of the run; an interrupt cancels the run and waits for what it came to. */
async function followToEnd(cli: Cli, at: InProject, run: RunId, quietPull: boolean): Promise<RunView> {
  const named = { project: at.project.id, run };
  // Cancelling a run that just ended is no fault; whatever else could go wrong shows in what is followed.
  const cancel = (): void => void at.client.runs.cancel(named).catch(() => {});
  const progress = cli.scope.json ? null : runProgress(cli.err, cli.world.clock);
  cli.stop.addEventListener('abort', cancel);
  if (cli.stop.aborted) cancel();
  let last: RunView | null = null;
  try {
    for await (const view of await at.client.runs.follow(named)) {
      last = view;
      progress?.show(quietPull ? withoutPulls(view) : view);
    }
  } finally {
    progress?.end();
    cli.stop.removeEventListener('abort', cancel);
  }
  if (last === null) throw new Error(`the run ${run} ended without a word`);
  return last;
}

const withoutPulls = (run: RunView): RunView => ({
  ...run,
  steps: run.steps.filter(({ title, status }) => status !== 'running' || !title.startsWith('pull image')),
});

async function report(cli: Cli, at: InProject, run: RunView): Promise<void> {
  if (cli.scope.json) return cli.out.json({ ...run, problems: told(run.problems) });
  printProblems(cli.err, run.problems);
  for (const warning of run.warnings) cli.err.line(`${cli.err.paint('yellow', '!')} ${warning}`);
  cli.err.line(outcomeLine(run, cli.err));
  if (run.goal === 'down' || run.status === 'cancelled') return;
  const view = await at.client.board.read({ project: at.project.id });
  for (const line of boardLines(view, cli.out, cli.world.clock.now())) cli.out.line(line);
}

const codeOf = (run: RunView): ExitCode =>
  run.status === 'done' ? exit.done : run.status === 'cancelled' ? exit.cancelled : exit.problem;
