import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import './StatusDot.css';
import type { StatusState } from './status-state.ts';

export type StatusDotProps = {
  readonly state: StatusState;
  /** What it says, in words. */
  readonly label: string;
  /** Keeps the words for screen readers only, where they stand elsewhere on screen. */
  readonly labelHidden?: boolean;
  /** Pixels of the mark. */
  readonly size?: 12 | 14 | 16 | 20;
};

/** A mark and its words: a shape for each state, its colour second, its label third. */
export function StatusDot({ state, label, labelHidden = false, size = 14 }: StatusDotProps) {
  return (
    <span className="status" data-state={state}>
      <svg className="status-mark" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
        {shapes[state]}
      </svg>
      <span className={classNames('status-label', labelHidden && 'visually-hidden')}>{label}</span>
    </span>
  );
}

/** disc with tick, turning arc, clock, triangle, octagon with cross, square, dashed ring */
const shapes: Record<StatusState, ReactNode> = {
  healthy: (
    <>
      <circle className="mark-solid" cx="8" cy="8" r="7" />
      <path className="mark-cut" d="m4.9 8.2 2.2 2.2 4.1-4.6" />
    </>
  ),
  working: (
    <>
      <circle className="mark-line mark-faint" cx="8" cy="8" r="6" />
      <path className="mark-line mark-turning" d="M8 2a6 6 0 0 1 6 6" />
    </>
  ),
  waiting: (
    <>
      <circle className="mark-line" cx="8" cy="8" r="6.1" />
      <path className="mark-line" d="M8 4.6V8l2.2 1.6" />
    </>
  ),
  attention: (
    <>
      <path className="mark-solid" d="M8 1.3 15.2 14H.8z" />
      <path className="mark-cut" d="M8 6v3.6M8 11.9v.1" />
    </>
  ),
  failed: (
    <>
      <path className="mark-solid" d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />
      <path className="mark-cut" d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" />
    </>
  ),
  stopped: <rect className="mark-line" x="3" y="3" width="10" height="10" rx="1.5" />,
  unknown: <circle className="mark-line mark-dashed" cx="8" cy="8" r="6.1" />,
};
