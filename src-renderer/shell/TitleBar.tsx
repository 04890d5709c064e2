import { ChevronsUpDown } from 'lucide-react';
import type { EngineView, EnvironmentView, ServiceView } from '../../src-main/contract/view.ts';
import { Button } from '../design/actions/Button.tsx';
import { Menu, type MenuEntry } from '../design/actions/Menu.tsx';
import { Tooltip } from '../design/overlay/Tooltip.tsx';
import { Badge } from '../design/status/Badge.tsx';
import { StatusDot } from '../design/status/StatusDot.tsx';
import { useIntents, useWindow } from '../store/use-window.ts';
import { CommandBar } from '../views/command/CommandBar.tsx';
import type { Commands } from '../views/command/use-commands.ts';
import { boardSummary } from './board-summary.ts';
import './TitleBar.css';

export type TitleBarProps = { readonly board: EnvironmentView; readonly commands: Commands };

/** Which project this is, how it stands in one glance, and the four commands. */
export function TitleBar({ board, commands }: TitleBarProps) {
  const offline = useWindow((state) => state.connection.kind !== 'connected');
  const { project, engine, services, run } = board;
  return (
    <header className="title">
      <ProjectMenu name={project.name} dir={project.dir} />
      <Badge tone={project.environment === 'production' ? 'bad' : 'neutral'}>{project.environment}</Badge>
      <Summary services={services} />
      <Engine engine={engine} />
      <CommandBar
        offered={board.commands}
        commands={commands}
        running={run?.status === 'running' ? run.goal : null}
        offline={offline}
      />
    </header>
  );
}

function ProjectMenu({ name, dir }: { readonly name: string; readonly dir: string }) {
  const projects = useWindow((state) => state.projects);
  const current = useWindow((state) => state.project);
  const { selectProject, leaveProject, reload } = useIntents();
  const entries: readonly MenuEntry[] = [
    { kind: 'heading', label: dir },
    ...(projects ?? []).map((project) => ({
      kind: 'choice' as const,
      label: `${project.name} (${project.environment})`,
      chosen: project.id === current?.id,
      onSelect: () => selectProject(project),
    })),
    { kind: 'separator' },
    { kind: 'action', label: 'Read the files again', onSelect: () => void reload() },
    { kind: 'action', label: 'Open another project', onSelect: leaveProject },
  ];
  return (
    <Menu
      trigger={
        <Button variant="quiet" className="title-project" aria-label={`Project ${name}`}>
          <span className="title-name">{name}</span>
          <ChevronsUpDown size={14} aria-hidden="true" />
        </Button>
      }
      entries={entries}
    />
  );
}

function Summary({ services }: { readonly services: readonly ServiceView[] }) {
  if (services.length === 0) return null;
  const { state, text } = boardSummary(services);
  return <StatusDot state={state} label={text} />;
}

function Engine({ engine }: { readonly engine: EngineView }) {
  switch (engine.state) {
    case 'connecting':
      return (
        <span className="title-engine">
          <StatusDot state="working" label="Looking for the engine" />
        </span>
      );
    case 'ready':
      return (
        <Tooltip text={`${engine.endpoint}, API ${engine.apiVersion}`}>
          <span className="title-engine">Docker {engine.version}</span>
        </Tooltip>
      );
    case 'unreachable':
      return (
        <span className="title-engine">
          <StatusDot state="failed" label="No engine" />
        </span>
      );
  }
}
