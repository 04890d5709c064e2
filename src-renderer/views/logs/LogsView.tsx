import { ScrollText, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/actions/Button.tsx';
import { EmptyState } from '../../design/status/EmptyState.tsx';
import { notify } from '../../design/status/notify.ts';
import { everyLine, type LogFilter } from '../../store/log-filter.ts';
import { useBoard, useWindow } from '../../store/use-window.ts';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import { LogLines } from './LogLines.tsx';
import './LogsView.css';
import { LogToolbar } from './LogToolbar.tsx';
import { type LogLines as Lines, useLogLines } from './use-log-lines.ts';

export type LogsViewProps = { readonly filter: LogFilter; readonly onFilter: (filter: LogFilter) => void };

/** Lines copied at most, the newest ones: a clipboard is no archive. */
const copiedLines = 10_000;

/** The logs of all services, merged. */
export function LogsView({ filter, onFilter }: LogsViewProps) {
  const names = useBoard().services.map(({ name }) => name);
  const { dropped, failure, ring } = useWindow((state) => state.logs);
  const lines = useLogLines(filter);
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(false);
  return (
    <div className="logs">
      <LogToolbar
        services={names}
        filter={filter}
        onFilter={onFilter}
        fault={lines.fault}
        follow={follow}
        onFollow={setFollow}
        wrap={wrap}
        onWrap={setWrap}
        onCopy={() => copyLines(lines)}
      />
      {failure !== null && failure.kind !== 'lost' && <FailureCallouts failure={failure} />}
      {lines.count === 0 ? (
        <NoLines filtered={ring.end > 0} onReset={() => onFilter(everyLine)} />
      ) : (
        <LogLines
          lines={lines}
          services={names}
          wrap={wrap}
          follow={follow}
          onFollow={setFollow}
          onCorrelation={(correlation) => onFilter({ ...filter, correlation })}
        />
      )}
      <footer className="log-foot">
        <span>{`${lines.count.toLocaleString('en')} of ${(ring.end - ring.start).toLocaleString('en')} lines`}</span>
        {dropped > 0 && (
          <span className="log-dropped">{`${dropped.toLocaleString('en')} lines left out: they came faster than they could be read`}</span>
        )}
      </footer>
    </div>
  );
}

function NoLines({ filtered, onReset }: { readonly filtered: boolean; readonly onReset: () => void }) {
  return filtered ? (
    <EmptyState
      icon={<SearchX aria-hidden="true" />}
      title="No line matches"
      detail="Lines are there, but none passes the filter."
      actions={<Button onClick={onReset}>Show all lines</Button>}
    />
  ) : (
    <EmptyState
      icon={<ScrollText aria-hidden="true" />}
      title="No lines yet"
      detail="What the services write appears here as soon as one of them runs."
    />
  );
}

function copyLines(lines: Lines): void {
  const from = Math.max(0, lines.count - copiedLines);
  const texts: string[] = [];
  for (let position = from; position < lines.count; position += 1) {
    const line = lines.lineAt(position);
    if (line !== undefined) texts.push(`${line.service} | ${line.text}`);
  }
  navigator.clipboard.writeText(texts.join('\n')).then(
    () => notify({ tone: 'good', title: `${texts.length.toLocaleString('en')} lines copied` }),
    () => notify({ tone: 'bad', title: 'The clipboard refused the lines' }),
  );
}
