import { History } from 'lucide-react';
import { useState } from 'react';
import type { RunView } from '../../../src-main/contract/view.ts';
import { CodeBlock } from '../../design/data/CodeBlock.tsx';
import { Page } from '../../design/layout/Page.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { Tabs } from '../../design/layout/Tabs.tsx';
import { EmptyState } from '../../design/status/EmptyState.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { useBoard } from '../../store/use-window.ts';
import { ProblemCallout } from '../problems/ProblemCallout.tsx';
import { runHeadline } from '../run/run-headline.ts';
import { durationText } from '../words/duration.ts';
import { useNow } from '../words/use-now.ts';
import './ActivityView.css';
import { Gantt } from './Gantt.tsx';

/** The run under way or the last one: when each step ran, and the docker command that does the same. */
export function ActivityView() {
  const { run } = useBoard();
  return (
    <Page title="Activity" detail="What Berth did, when, and the exact docker command for every step.">
      {run === null ? (
        <EmptyState
          icon={<History aria-hidden="true" />}
          title="Nothing ran yet"
          detail="The first Up, Down, Reset or Undo appears here with every step it took."
        />
      ) : (
        <RunActivity run={run} />
      )}
    </Page>
  );
}

function RunActivity({ run }: { readonly run: RunView }) {
  const now = useNow(100, run.status === 'running');
  const [side, setSide] = useState<'time' | 'commands'>('time');
  const { state, text } = runHeadline(run);
  const commands = run.steps.map(({ equivalent }) => equivalent).join('\n');
  const length = durationText((run.finishedAt ?? now) - run.startedAt);
  return (
    <>
      <p className="activity-line">
        <StatusDot state={state} label={text} size={16} />
        <span>{`${new Date(run.startedAt).toLocaleTimeString()}, ${length}, ${run.steps.length} steps`}</span>
      </p>
      {run.problems.map((problem) => (
        <ProblemCallout key={JSON.stringify(problem)} problem={problem} />
      ))}
      {run.steps.length > 0 && (
        <Panel title="Steps" flush>
          <Tabs
            label="Sides of the run"
            value={side}
            onChange={setSide}
            tabs={[
              { id: 'time', label: 'Time', panel: <Gantt run={run} now={now} /> },
              {
                id: 'commands',
                label: 'docker commands',
                panel: (
                  <div className="activity-commands">
                    <CodeBlock label="docker commands of this run" code={commands} />
                  </div>
                ),
              },
            ]}
          />
        </Panel>
      )}
    </>
  );
}
