import { useEffect } from 'react';
import type { Failure } from '../store/outcome.ts';
import { useIntents, useWindow } from '../store/use-window.ts';
import { Button } from '../design/actions/Button.tsx';
import { FailureCallouts } from '../views/problems/FailureCallouts.tsx';
import { OpenProjectView } from '../views/projects/OpenProjectView.tsx';
import { Arriving, Refused } from './Arrival.tsx';
import { boardSummary } from './board-summary.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { ProjectWindow } from './ProjectWindow.tsx';
import { useTheme } from './use-theme.ts';

/** The whole window: on the way to its door, refused by it, without a project, or with one. */
export function Window() {
  const [theme, onTheme] = useTheme();
  const connection = useWindow((state) => state.connection);
  const project = useWindow((state) => state.project);
  const projects = useWindow((state) => state.projects);
  const board = useWindow((state) => state.board);
  const failure = useWindow((state) => state.boardFailure);
  const summary = board === null ? null : boardSummary(board.services).text;
  useEffect(() => {
    document.title = project === null || summary === null ? 'Berth' : `${project.name}: ${summary} - Berth`;
  }, [project, summary]);
  if (board !== null) {
    return (
      <ErrorBoundary resetKey={board.project.id}>
        <ProjectWindow key={board.project.id} board={board} theme={theme} onTheme={onTheme} />
      </ErrorBoundary>
    );
  }
  if (connection.kind === 'refused') return <Refused />;
  if (connection.kind !== 'connected' || projects === null) return <Arriving text="Connecting to Berth" />;
  if (project === null) return <OpenProjectView />;
  return failure === null ? <Arriving text={`Reading ${project.name}`} /> : <Unreadable failure={failure} />;
}

function Unreadable({ failure }: { readonly failure: Failure }) {
  const { leaveProject } = useIntents();
  return (
    <main className="arrival">
      <FailureCallouts failure={failure} />
      <Button onClick={leaveProject}>Open another project</Button>
    </main>
  );
}
