import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import './SplitPane.css';
import { type SplitLimits, sizeAfterKey, withinLimits } from './split-size.ts';

export type SplitPaneProps = {
  /** What the divider changes, for screen readers. */
  readonly label: string;
  /** row: side by side. column: one above the other. */
  readonly direction?: 'row' | 'column';
  /** Part of the whole the first pane takes at the start, 0 to 1; a double click brings it back. */
  readonly initial?: number;
  readonly limits?: SplitLimits;
  readonly first: ReactNode;
  readonly second: ReactNode;
};

const defaultLimits: SplitLimits = { min: 0.2, max: 0.8 };

/** Two panes and a divider that is dragged, or moved with the arrow keys. */
export function SplitPane(props: SplitPaneProps) {
  const { label, direction = 'row', initial = 0.5, limits = defaultLimits, first, second } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(initial);
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const part =
      direction === 'row' ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height;
    setSize(withinLimits(part, limits));
  };
  return (
    <div ref={frame} className="split" data-direction={direction}>
      <div className="split-pane" style={{ flexGrow: size }}>
        {first}
      </div>
      {/* A focusable separator is what ARIA calls a window splitter; <hr> cannot take focus or a value. */}
      <div
        role="separator"
        className="split-divider"
        tabIndex={0}
        aria-label={label}
        aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
        aria-valuenow={Math.round(size * 100)}
        aria-valuemin={limits.min * 100}
        aria-valuemax={limits.max * 100}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => setSize(initial)}
        onKeyDown={(event) => {
          const next = sizeAfterKey(event.key, size, limits);
          if (next === null) return;
          event.preventDefault();
          setSize(next);
        }}
      />
      <div className="split-pane" style={{ flexGrow: 1 - size }}>
        {second}
      </div>
    </div>
  );
}
