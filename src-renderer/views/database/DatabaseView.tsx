import { Database } from 'lucide-react';
import type { DatabaseView as View } from '../../../src-main/contract/view.ts';
import { Page } from '../../design/layout/Page.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { Callout } from '../../design/status/Callout.tsx';
import { EmptyState } from '../../design/status/EmptyState.tsx';
import { useBoard, useWindow } from '../../store/use-window.ts';
import { CommandBar } from '../command/CommandBar.tsx';
import type { Commands } from '../command/use-commands.ts';
import { useNow } from '../words/use-now.ts';
import { GenerationRow } from './GenerationRow.tsx';
import './DatabaseView.css';

/** The database as a chain of generations: which is live, which undo returns to, and what reset does. */
export function DatabaseView({ commands }: { readonly commands: Commands }) {
  const { database, commands: offered, run } = useBoard();
  const offline = useWindow((state) => state.connection.kind !== 'connected');
  return (
    <Page
      title="Database"
      detail="A reset deletes nothing: the database goes on with a new generation, and the one before is what Undo returns to."
      actions={
        <CommandBar
          offered={offered.filter(({ goal }) => goal === 'reset' || goal === 'undo')}
          commands={commands}
          running={run?.status === 'running' ? run.goal : null}
          offline={offline}
        />
      }
    >
      {database === null ? <NoDatabase /> : <Generations database={database} />}
    </Page>
  );
}

function Generations({ database }: { readonly database: View }) {
  const now = useNow(30_000);
  const { service, volume, generations, undo } = database;
  const newestFirst = generations.toSorted((a, b) => b.number - a.number);
  return (
    <>
      <Panel title={`Generations of ${volume}, the data of ${service}`} flush>
        <ul className="generations">
          {newestFirst.map((generation) => (
            <GenerationRow
              key={generation.number}
              generation={generation}
              undoTarget={generation.number === undo}
              now={now}
            />
          ))}
        </ul>
      </Panel>
      {undo === null && (
        <Callout
          kind="info"
          title="There is nothing to undo yet"
          detail="After the first reset, the generation before it appears here, and Undo brings it back within a second or two."
        />
      )}
    </>
  );
}

function NoDatabase() {
  return (
    <EmptyState
      icon={<Database aria-hidden="true" />}
      title="This project names no database"
      detail="Reset and undo need to know which service and volume hold it. Add database: { service: …, volume: … } to berth.yaml."
    />
  );
}
