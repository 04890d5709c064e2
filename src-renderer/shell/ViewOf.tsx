import type { LogFilter } from '../store/log-filter.ts';
import { ActivityView } from '../views/activity/ActivityView.tsx';
import { BoardView } from '../views/board/BoardView.tsx';
import type { Commands } from '../views/command/use-commands.ts';
import { KeysView } from '../views/configuration/KeysView.tsx';
import { DatabaseView } from '../views/database/DatabaseView.tsx';
import { DoctorView } from '../views/doctor/DoctorView.tsx';
import { LogsView } from '../views/logs/LogsView.tsx';
import { SecretsView } from '../views/secrets/SecretsView.tsx';
import type { Place } from './places.tsx';

export type ViewOfProps = {
  readonly place: Place;
  readonly commands: Commands;
  readonly selected: string | null;
  readonly onSelect: (name: string | null) => void;
  readonly onLogs: (name: string) => void;
  readonly logFilter: LogFilter;
  readonly onLogFilter: (filter: LogFilter) => void;
};

/** The view at a place. */
export function ViewOf(props: ViewOfProps) {
  switch (props.place) {
    case 'board':
      return (
        <BoardView
          selected={props.selected}
          onSelect={props.onSelect}
          onLogs={props.onLogs}
          commands={props.commands}
        />
      );
    case 'logs':
      return <LogsView filter={props.logFilter} onFilter={props.onLogFilter} />;
    case 'configuration':
      return <KeysView />;
    case 'secrets':
      return <SecretsView />;
    case 'database':
      return <DatabaseView commands={props.commands} />;
    case 'doctor':
      return <DoctorView />;
    case 'activity':
      return <ActivityView />;
  }
}
