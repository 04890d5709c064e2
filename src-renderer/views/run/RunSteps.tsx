import type { RunView } from '../../../src-main/contract/view.ts';
import { Callout } from '../../design/status/Callout.tsx';
import { type Choice, ProblemChoices } from '../command/ProblemChoices.tsx';
import { ProblemCallout } from '../problems/ProblemCallout.tsx';
import { criticalPath } from '../../../src-main/contract/critical-path.ts';
import { StepRow } from './StepRow.tsx';

export type RunStepsProps = {
  readonly run: RunView;
  readonly now: number;
  /** Where the run met something that there is another command for; absent: nothing is offered. */
  readonly onChoose?: (choice: Choice) => void;
};

/** The problems of a run, then every step of it. */
export function RunSteps({ run, now, onChoose }: RunStepsProps) {
  const critical = run.status === 'running' ? new Set<number>() : criticalPath(run.steps);
  return (
    <div className="run-detail">
      {run.problems.map((problem) => (
        <ProblemCallout
          key={JSON.stringify(problem)}
          problem={problem}
          actions={
            onChoose !== undefined &&
            problem.kind === 'server-version' && <ProblemChoices problem={problem} onChoose={onChoose} />
          }
        />
      ))}
      {run.warnings.map((warning) => (
        <Callout key={warning} kind="warn" title={warning} />
      ))}
      <ol className="steps" aria-label="Steps">
        {run.steps.map((step) => (
          <StepRow key={step.id} step={step} now={now} critical={critical.has(step.id)} />
        ))}
      </ol>
    </div>
  );
}
