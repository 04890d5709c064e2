import { useCallback, useMemo, useState } from 'react';
import type { EnvironmentView } from '../../src-main/contract/view.ts';
import { Palette } from '../design/overlay/Palette.tsx';
import type { Theme } from '../design/theme.ts';
import { everyLine } from '../store/log-filter.ts';
import { useIntents, useWindow } from '../store/use-window.ts';
import { goalShortcuts } from '../views/command/CommandBar.tsx';
import { ConfirmCommand } from '../views/command/ConfirmCommand.tsx';
import { useCommands } from '../views/command/use-commands.ts';
import { RunStrip } from '../views/run/RunStrip.tsx';
import { Banners } from './Banners.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { type Place, places } from './places.tsx';
import './ProjectWindow.css';
import { paletteGroups } from './palette-groups.tsx';
import { Rail } from './Rail.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { ViewOf } from './ViewOf.tsx';

export type ProjectWindowProps = {
  readonly board: EnvironmentView;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
};

/** The window with a project in it. */
export function ProjectWindow({ board, theme, onTheme }: ProjectWindowProps) {
  const intents = useIntents();
  const connection = useWindow((state) => state.connection);
  const boardFailure = useWindow((state) => state.boardFailure);
  const commands = useCommands();
  const [place, goTo] = useState<Place>('board');
  const [selected, setSelected] = useState<string | null>(null);
  const [logFilter, setLogFilter] = useState(everyLine);
  const [palette, setPalette] = useState(false);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const onLogs = useCallback((name: string) => {
    setLogFilter({ ...everyLine, services: new Set([name]) });
    goTo('logs');
  }, []);
  const onSelect = useCallback((name: string) => {
    setSelected(name);
    goTo('board');
  }, []);
  useShortcuts(
    useMemo(
      () => [
        { shortcut: 'Ctrl+K', run: () => setPalette(true) },
        ...places.map(({ id, shortcut }) => ({ shortcut, run: () => goTo(id) })),
        ...board.commands.map((command) => ({
          shortcut: goalShortcuts[command.goal],
          run: () => commands.give(command),
        })),
      ],
      [board.commands, commands],
    ),
  );
  const failing = board.services.filter(({ verdict }) => verdict === 'failing').length;
  const run = board.run === null || board.run.id === dismissed ? null : board.run;
  const undo = board.commands.find(({ goal }) => goal === 'undo');
  return (
    <div className="window">
      <Rail
        place={place}
        onPlace={goTo}
        failing={failing}
        theme={theme}
        onTheme={onTheme}
        onPalette={() => setPalette(true)}
      />
      <main className="window-main">
        <TitleBar board={board} commands={commands} />
        {run !== null && (
          <RunStrip
            key={run.id}
            run={run}
            onCancel={() => void intents.cancel(run.id)}
            onDismiss={() => setDismissed(run.id)}
            onChoose={commands.choose}
            onUndo={undo?.enabled === true ? () => commands.give(undo) : null}
          />
        )}
        <Banners
          connection={connection}
          engine={board.engine}
          boardFailure={boardFailure}
          commandFailure={commands.failure}
          onDismiss={commands.dismiss}
          onChoose={commands.choose}
        />
        <ErrorBoundary resetKey={place}>
          <ViewOf
            place={place}
            commands={commands}
            selected={selected}
            onSelect={setSelected}
            onLogs={onLogs}
            logFilter={logFilter}
            onLogFilter={setLogFilter}
          />
        </ErrorBoundary>
      </main>
      {commands.asking !== null && <ConfirmCommand command={commands.asking} onClose={commands.stopAsking} />}
      <Palette
        open={palette}
        onOpenChange={setPalette}
        label="Find an action"
        placeholder="Find a command, a service, a place"
        groups={paletteGroups({ board, commands, intents, goTo, onSelect, onLogs, onTheme })}
      />
    </div>
  );
}
