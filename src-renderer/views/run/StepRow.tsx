import { describe } from '../../../src-main/contract/describe.ts';
import type { StepView } from '../../../src-main/contract/view.ts';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { durationText } from '../words/duration.ts';
import { stepMarks } from './step-status.ts';

export type StepRowProps = { readonly step: StepView; readonly now: number; readonly critical: boolean };

/** One step of a run: mark, what it does and why, what it reports, how long it took. */
export function StepRow({ step, now, critical }: StepRowProps) {
  const { state, word } = stepMarks[step.status];
  return (
    <li className="step" data-status={step.status}>
      <StatusDot state={state} label={word} labelHidden />
      <span className="step-text">
        {step.service !== null && <strong>{step.service}</strong>} {step.title}
        <span className="step-note">{noteOf(step)}</span>
      </span>
      {critical && (
        <span className="step-critical" title="On the critical path: a faster step here makes the run faster">
          critical
        </span>
      )}
      <span className="step-time">{timeOf(step, now)}</span>
    </li>
  );
}

function noteOf({ status, problem, progress, because }: StepView): string {
  if (problem !== null) return describe(problem).title;
  return status === 'running' && progress !== null ? progress : because;
}

function timeOf({ startedAt, finishedAt }: StepView, now: number): string {
  return startedAt === null ? '' : durationText((finishedAt ?? now) - startedAt);
}
