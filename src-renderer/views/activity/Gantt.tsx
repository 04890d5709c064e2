import type { RunView, StepView } from '../../../src-main/contract/view.ts';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { criticalPath } from '../../../src-main/contract/critical-path.ts';
import { stepMarks } from '../run/step-status.ts';
import { durationText } from '../words/duration.ts';
import './Gantt.css';
import { barOf } from './gantt-bar.ts';

/** Each step as a bar on the time of its run; the critical path is drawn solid. */
export function Gantt({ run, now }: { readonly run: RunView; readonly now: number }) {
  const critical = criticalPath(run.steps);
  const span = { from: run.startedAt, to: run.finishedAt ?? now };
  return (
    <ol className="gantt" aria-label="Steps in time">
      {run.steps.map((step) => (
        <GanttRow key={step.id} step={step} span={span} critical={critical.has(step.id)} />
      ))}
    </ol>
  );
}

type GanttRowProps = {
  readonly step: StepView;
  readonly span: { readonly from: number; readonly to: number };
  readonly critical: boolean;
};

function GanttRow({ step, span, critical }: GanttRowProps) {
  const { state, word } = stepMarks[step.status];
  const bar = barOf(step, span);
  return (
    <li className="gantt-row">
      <StatusDot state={state} label={word} labelHidden size={12} />
      <span className="gantt-title" title={`${step.because}\n${step.equivalent}`}>
        {step.service !== null && <strong>{step.service} </strong>}
        {step.title}
      </span>
      <span className="gantt-lane">
        {bar !== null && (
          <span
            className="gantt-bar"
            data-critical={critical || undefined}
            data-status={step.status}
            style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
          />
        )}
      </span>
      <span className="gantt-time">{bar === null ? '' : durationText(bar.ms)}</span>
    </li>
  );
}
