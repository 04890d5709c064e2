import { Database } from 'lucide-react';
import type { DatabaseGuess } from '../../../src-main/contract/database-view.ts';
import type { DatabaseView as View } from '../../../src-main/contract/database-view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { CodeBlock } from '../../design/data/CodeBlock.tsx';
import { Page } from '../../design/layout/Page.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { Callout } from '../../design/status/Callout.tsx';
import { EmptyState } from '../../design/status/EmptyState.tsx';
import { useBoard, useWindow } from '../../store/use-window.ts';
import { CommandBar } from '../command/CommandBar.tsx';
import { ConfirmCommand } from '../command/ConfirmCommand.tsx';
import type { Commands } from '../command/use-commands.ts';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import { useNow } from '../words/use-now.ts';
import { Connect } from './Connect.tsx';
import { FreshDatabase } from './FreshDatabase.tsx';
import { GenerationRow } from './GenerationRow.tsx';
import { Snapshots } from './Snapshots.tsx';
import { type DataActions, useData } from './use-data.ts';
import './DatabaseView.css';

/** The database as a chain of generations: which is live, which undo returns to, and what reset does. */
export function DatabaseView({ commands }: { readonly commands: Commands }) {
  const { database, commands: offered, run, project, suggestedDatabase } = useBoard();
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
      {database === null ? (
        <NoDatabase guess={suggestedDatabase} />
      ) : (
        <Data
          database={database}
          project={project.name}
          running={run?.status === 'running'}
          offline={offline}
        />
      )}
    </Page>
  );
}

type DataProps = {
  readonly database: View;
  readonly project: string;
  readonly running: boolean;
  readonly offline: boolean;
};

function Data({ database, project, running, offline }: DataProps) {
  const now = useNow(30_000);
  const actions = useData();
  const { service, volume, generations, snapshots, undo, connection, fresh } = database;
  const whyNot = offline ? 'The window is not connected' : running ? 'Something is running already' : null;
  return (
    <>
      {actions.failure !== null && <FailureCallouts failure={actions.failure} />}
      {actions.asking !== null && <ConfirmCommand command={actions.asking} onClose={actions.stopAsking} />}
      {fresh !== null && (
        <>
          <NextReset database={database} actions={actions} whyNot={whyNot} />
          <FreshDatabase {...fresh} />
        </>
      )}
      <Panel title={`Generations of ${volume}, the data of ${service}`} flush>
        <ul className="generations">
          {generations.toReversed().map((generation) => (
            <GenerationRow
              key={generation.number}
              generation={generation}
              now={now}
              actions={actions}
              whyNot={whyNot}
            />
          ))}
        </ul>
      </Panel>
      <Snapshots snapshots={snapshots} project={project} now={now} actions={actions} whyNot={whyNot} />
      <Connect connection={connection} service={service} name={project} />
      {fresh !== null && undo === null && (
        <Callout
          kind="info"
          title="There is nothing to undo yet"
          detail="After the first reset, the generation before it appears here, and Undo brings it back within a second or two."
        />
      )}
    </>
  );
}

type NextResetProps = {
  readonly database: View;
  readonly actions: DataActions;
  readonly whyNot: string | null;
};

/** What a reset will take: a copy that is ready, or a database that has to be made first. */
function NextReset({ database: { generations }, actions, whyNot }: NextResetProps) {
  const ready = generations.find(({ role }) => role === 'ready');
  return ready === undefined ? (
    <Callout
      kind="info"
      title="The next reset prepares its database first"
      detail="It is made beside the live one, which serves on meanwhile. From then on a copy is kept ready."
      actions={
        <Button size="small" disabledReason={whyNot} onClick={() => actions.run('prepare', {})}>
          Prepare now
        </Button>
      }
    />
  ) : (
    <Callout
      kind="done"
      title="The next reset takes a moment"
      detail={`Generation ${ready.number} is made and waiting. If migrations or seed have changed since, it is made anew.`}
    />
  );
}

function NoDatabase({ guess }: { readonly guess: DatabaseGuess | null }) {
  if (guess !== null) {
    const code = `database: { service: ${guess.service}, volume: ${guess.volume} }`;
    return (
      <Callout
        kind="info"
        title="This project names no database"
        detail={
          <>
            <p>
              By its image and where its data lies it is <code>{guess.service}</code>. Reset and undo are
              there once berth.yaml says so:
            </p>
            <CodeBlock label="Line for berth.yaml" code={code} />
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<Database aria-hidden="true" />}
      title="This project names no database"
      detail="Reset and undo need to know which service and volume hold it. Add database: { service: …, volume: … } to berth.yaml."
    />
  );
}
