import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import { LogRow } from './LogRow.tsx';
import type { LogLines as Lines } from './use-log-lines.ts';

export type LogLinesProps = {
  readonly lines: Lines;
  readonly services: readonly string[];
  readonly wrap: boolean;
  readonly follow: boolean;
  /** Called with false when the reader scrolls up, with true when back at the end. */
  readonly onFollow: (follow: boolean) => void;
  readonly onCorrelation: (id: string) => void;
};

const lineHeight = 20;

/** The lines in sight and a few around them, however many there are. Follows the end until one scrolls away. */
export function LogLines({ lines, services, wrap, follow, onFollow, onCorrelation }: LogLinesProps) {
  const frame = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.count,
    getScrollElement: () => frame.current,
    estimateSize: () => lineHeight,
    getItemKey: lines.keyAt,
    overscan: 20,
  });
  const newest = lines.count === 0 ? -1 : lines.keyAt(lines.count - 1);
  useEffect(() => {
    if (follow && newest >= 0) virtualizer.scrollToIndex(lines.count - 1, { align: 'end' });
  }, [follow, newest, wrap, lines.count, virtualizer]);
  return (
    <section
      ref={frame}
      className="log-lines"
      aria-label="Log lines"
      data-wrap={wrap || undefined}
      // A scrolling region must be reachable by keyboard.
      tabIndex={0}
      onWheel={(event) => event.deltaY < 0 && onFollow(false)}
      onScroll={() => isAtEnd(frame) && !follow && onFollow(true)}
      onKeyDown={({ key }) => ['ArrowUp', 'PageUp', 'Home'].includes(key) && onFollow(false)}
    >
      <div className="log-height" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const line = lines.lineAt(index);
          return (
            <div
              key={key}
              ref={wrap ? virtualizer.measureElement : undefined}
              data-index={index}
              className="log-row"
              data-level={line?.level ?? undefined}
              style={{ transform: `translateY(${start}px)` }}
            >
              {line !== undefined && (
                <LogRow line={line} hue={services.indexOf(line.service) % 8} onCorrelation={onCorrelation} />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function isAtEnd({ current }: RefObject<HTMLElement | null>): boolean {
  return current !== null && current.scrollHeight - current.scrollTop - current.clientHeight < lineHeight / 2;
}
