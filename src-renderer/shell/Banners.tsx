import type { EngineView } from '../../src-main/contract/view.ts';
import type { ConnectionState } from '../connection/connection.ts';
import { Callout } from '../design/status/Callout.tsx';
import type { Failure } from '../store/outcome.ts';
import { type Choice, hasChoices, ProblemChoices } from '../views/command/ProblemChoices.tsx';
import { FailureCallouts } from '../views/problems/FailureCallouts.tsx';
import { ProblemCallout } from '../views/problems/ProblemCallout.tsx';
import './Banners.css';

export type BannersProps = {
  readonly connection: ConnectionState;
  readonly engine: EngineView;
  readonly boardFailure: Failure | null;
  /** What was refused when a command was given. */
  readonly commandFailure: Failure | null;
  readonly onDismiss: () => void;
  /** Gives the refused command again with the choice, or asks about what is chosen instead. */
  readonly onChoose: (choice: Choice) => void;
};

/** What stands between the person and the project, above every view. */
export function Banners(props: BannersProps) {
  const { connection, engine, boardFailure, commandFailure, onDismiss, onChoose } = props;
  const lost = connection.kind === 'lost' || connection.kind === 'refused';
  if (!lost && engine.state !== 'unreachable' && boardFailure === null && commandFailure === null)
    return null;
  return (
    <div className="banners">
      {lost && (
        <Callout
          kind="warn"
          title={connection.kind === 'lost' ? 'Connection lost, trying again' : 'Berth was started anew'}
          detail="What you see is the last state this window knew."
          remedy={connection.kind === 'lost' ? undefined : 'Open the address that berth serve printed.'}
        />
      )}
      {engine.state === 'unreachable' && <ProblemCallout problem={engine.problem} />}
      {boardFailure !== null && <FailureCallouts failure={boardFailure} />}
      {commandFailure !== null && (
        <FailureCallouts
          failure={commandFailure}
          onDismiss={onDismiss}
          actions={(problem) =>
            hasChoices(problem) ? <ProblemChoices problem={problem} onChoose={onChoose} /> : null
          }
        />
      )}
    </div>
  );
}
