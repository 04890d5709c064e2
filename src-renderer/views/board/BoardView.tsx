import { Boxes } from 'lucide-react';
import { useCallback } from 'react';
import { SplitPane } from '../../design/layout/SplitPane.tsx';
import { EmptyState } from '../../design/status/EmptyState.tsx';
import { useBoard } from '../../store/use-window.ts';
import type { Commands } from '../command/use-commands.ts';
import { BoardNotices } from './BoardNotices.tsx';
import './BoardView.css';
import { ServiceGraph } from './ServiceGraph.tsx';
import { ServiceTable } from './ServiceTable.tsx';
import { WhyPanel } from './WhyPanel.tsx';

export type BoardViewProps = {
  /** The chosen service; graph, table and side panel share it. */
  readonly selected: string | null;
  readonly onSelect: (name: string | null) => void;
  readonly onLogs: (name: string) => void;
  readonly commands: Commands;
};

/** The board: what stands in the way on top, the graph, the table, and beside them why a chosen service stands so. */
export function BoardView({ selected, onSelect, onLogs, commands }: BoardViewProps) {
  const { services, orphans, edges, problems, warnings } = useBoard();
  const service = services.find(({ name }) => name === selected);
  const select = useCallback((name: string | null) => onSelect(name), [onSelect]);
  return (
    <div className="board">
      <div className="board-main">
        <BoardNotices problems={problems} warnings={warnings} orphans={orphans} />
        {services.length === 0 ? (
          <NoServices faulty={problems.length > 0} />
        ) : (
          <SplitPane
            label="Height of the graph"
            direction="column"
            initial={0.52}
            first={<ServiceGraph services={services} edges={edges} selected={selected} onSelect={select} />}
            second={
              <ServiceTable services={services} selected={selected} onSelect={onSelect} onActivate={onLogs} />
            }
          />
        )}
      </div>
      {service !== undefined && (
        <WhyPanel
          service={service}
          commands={commands}
          onSelect={onSelect}
          onLogs={onLogs}
          onClose={() => onSelect(null)}
        />
      )}
    </div>
  );
}

function NoServices({ faulty }: { readonly faulty: boolean }) {
  return (
    <EmptyState
      icon={<Boxes aria-hidden="true" />}
      title="No services to show"
      detail={
        faulty
          ? 'The problems above keep the project from being read. Mend them and the board fills by itself.'
          : 'The Compose file declares none. Add one under services and it appears here.'
      }
    />
  );
}
