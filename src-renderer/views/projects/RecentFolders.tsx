import { ChevronRight, Folder } from 'lucide-react';
import type { OpenProject } from '../../../src-main/contract/view.ts';
import { Panel } from '../../design/layout/Panel.tsx';
import { Badge } from '../../design/status/Badge.tsx';
import { useIntents } from '../../store/use-window.ts';

export type RecentFoldersProps = {
  /** Open at this door now. */
  readonly projects: readonly OpenProject[];
  /** Opened before on this machine, newest first. */
  readonly recent: readonly string[];
  readonly onOpen: (folder: string) => void;
};

/** Projects that are open, then folders that were. */
export function RecentFolders({ projects, recent, onOpen }: RecentFoldersProps) {
  const { selectProject } = useIntents();
  const closed = recent.filter((dir) => projects.every((project) => project.dir !== dir));
  if (projects.length === 0 && closed.length === 0) return null;
  return (
    <Panel title="Opened before" flush>
      <ul className="recent">
        {projects.map((project) => (
          <li key={project.id}>
            <button type="button" onClick={() => selectProject(project)}>
              <Folder size={16} aria-hidden="true" />
              <span className="recent-name">{project.name}</span>
              <span className="recent-dir">{project.dir}</span>
              <Badge tone="good">open</Badge>
              <ChevronRight size={16} aria-hidden="true" />
            </button>
          </li>
        ))}
        {closed.map((dir) => (
          <li key={dir}>
            <button type="button" onClick={() => onOpen(dir)}>
              <Folder size={16} aria-hidden="true" />
              <span className="recent-name">{nameOf(dir)}</span>
              <span className="recent-dir">{dir}</span>
              <ChevronRight size={16} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function nameOf(dir: string): string {
  return dir.split(/[/\\]/).findLast((part) => part !== '') ?? dir;
}
