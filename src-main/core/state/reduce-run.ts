import type { RunView, StepView } from '../../contract/view.ts';
import { equivalent } from '../plan/equivalent.ts';
import type { Step } from '../plan/plan.ts';
import { titleOf } from '../plan/print-plan.ts';
import type { Happening } from './happening.ts';

type RunHappening = Extract<Happening, { readonly run: string }>;

/** The run in progress after one more fact about it. Facts about a run that is not this one change nothing. */
export function reduceRun(run: RunView | null, happening: RunHappening): RunView | null {
  if (happening.kind === 'run started') {
    return {
      id: happening.run,
      goal: happening.goal,
      status: 'running',
      startedAt: happening.at,
      finishedAt: null,
      steps: happening.plan.steps.map(stepView),
      problems: [],
      warnings: happening.plan.warnings,
      nothingToDo: happening.plan.steps.length === 0,
    };
  }
  if (run === null || run.id !== happening.run) return run;
  switch (happening.kind) {
    case 'run extended':
      return { ...run, steps: [...run.steps, ...happening.steps.map(stepView)] };
    case 'step started':
      return changeStep(run, happening.step, { status: 'running', startedAt: happening.at });
    case 'step progressed':
      return changeStep(run, happening.step, { progress: happening.text, fraction: happening.fraction });
    case 'step finished':
      return changeStep(run, happening.step, { status: 'done', finishedAt: happening.at, fraction: 1 });
    case 'step failed':
      return changeStep(run, happening.step, {
        status: 'failed',
        finishedAt: happening.at,
        problem: happening.problem,
      });
    case 'step skipped': {
      const status = happening.because === 'cancelled' ? 'cancelled' : 'skipped';
      return changeStep(run, happening.step, { status, finishedAt: happening.at });
    }
    case 'run finished':
      return { ...run, status: happening.status, finishedAt: happening.at, problems: happening.problems };
  }
}

const changeStep = (run: RunView, step: number, change: Partial<StepView>): RunView => ({
  ...run,
  steps: run.steps.map((other) => (other.id === step ? { ...other, ...change } : other)),
});

/** A step as a door shows it before it has begun. */
export const stepView = (step: Step): StepView => ({
  id: step.id,
  after: step.after,
  service: step.service,
  title: titleOf(step.action),
  because: step.because,
  status: 'pending',
  startedAt: null,
  finishedAt: null,
  progress: null,
  fraction: null,
  problem: null,
  equivalent: equivalent(step.action),
});
