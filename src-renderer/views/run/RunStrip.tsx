import { ChevronDown, ChevronUp, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import type { RunView } from '../../../src-main/contract/view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { IconButton } from '../../design/actions/IconButton.tsx';
import { ProgressBar } from '../../design/status/ProgressBar.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import type { Choice } from '../command/ProblemChoices.tsx';
import { durationText } from '../words/duration.ts';
import { useNow } from '../words/use-now.ts';
import { runHeadline } from './run-headline.ts';
import { runProgress } from './run-progress.ts';
import { RunSteps } from './RunSteps.tsx';
import './RunStrip.css';

export type RunStripProps = {
  readonly run: RunView;
  readonly onCancel: () => void;
  /** For a run that ended. */
  readonly onDismiss: () => void;
  /** Takes a finished reset back; null where there is nothing to undo. */
  readonly onUndo: (() => void) | null;
  /** Where the run met something that there is another command for. */
  readonly onChoose: (choice: Choice) => void;
};

/** Whether the steps are wanted in sight, and what the run was at when that was said. */
type Unfolding = { readonly shown: boolean; readonly at: RunView['status'] };

const tones = { running: 'info', done: 'good', failed: 'bad', cancelled: 'warn' } as const;

/** The run under way, or how the last one ended; its steps unfold beneath. */
export function RunStrip({ run, onCancel, onDismiss, onUndo, onChoose }: RunStripProps) {
  const running = run.status === 'running';
  const now = useNow(100, running);
  const [choice, setChoice] = useState<Unfolding | null>(null);
  const { part, ended, total, active } = runProgress(run);
  const { state, text } = runHeadline(run);
  // A failure shows its steps, whatever was chosen before it.
  const isFailure = run.status === 'failed' && choice?.at !== 'failed';
  const shown = isFailure || choice?.shown === true;
  return (
    <section className="run" aria-label="Run" data-status={run.status}>
      <div className="run-line">
        <span role="status" className="run-headline">
          <StatusDot state={state} label={text} />
        </span>
        <span className="run-active">{running ? activeText(active) : ''}</span>
        <span className="run-count">{total === 0 ? '' : `${ended} of ${total} steps`}</span>
        <span className="run-time">{durationText((run.finishedAt ?? now) - run.startedAt)}</span>
        {run.goal === 'reset' && run.status === 'done' && onUndo !== null && (
          <Button size="small" icon={<Undo2 aria-hidden="true" />} onClick={onUndo}>
            Undo
          </Button>
        )}
        {total > 0 && (
          <Button
            size="small"
            variant="quiet"
            icon={shown ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
            aria-expanded={shown}
            onClick={() => setChoice({ shown: !shown, at: run.status })}
          >
            Steps
          </Button>
        )}
        {running ? (
          <Button size="small" onClick={onCancel}>
            Cancel
          </Button>
        ) : (
          <IconButton size="small" label="Dismiss" icon={<X aria-hidden="true" />} onClick={onDismiss} />
        )}
      </div>
      {running && (
        <ProgressBar bare label={text} value={total === 0 ? null : part} tone={tones[run.status]} />
      )}
      {shown && <RunSteps run={run} now={now} onChoose={onChoose} />}
    </section>
  );
}

function activeText(active: readonly { readonly service: string | null; readonly title: string }[]): string {
  const [first] = active;
  if (first === undefined) return '';
  const name = first.service === null ? first.title : `${first.service}: ${first.title}`;
  return active.length === 1 ? name : `${name}, and ${active.length - 1} more`;
}
