import { Progress } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Tone } from '../tone.ts';
import './ProgressBar.css';

export type ProgressBarProps = {
  readonly label: string;
  /** 0 to 1; null while the whole is not known. */
  readonly value: number | null;
  readonly tone?: Exclude<Tone, 'neutral'>;
  /** Right of the label: "3 of 12", "4.1 s". */
  readonly detail?: ReactNode;
  /** Shows the bar alone; the label stays for screen readers. */
  readonly bare?: boolean;
};

/** How far something is. Indeterminate glides; with reduced motion it pulses in place. */
export function ProgressBar({ label, value, tone = 'info', detail, bare = false }: ProgressBarProps) {
  const part = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div className="progress" data-tone={tone}>
      {!bare && (
        <div className="progress-text">
          <span>{label}</span>
          <span className="progress-detail">{detail}</span>
        </div>
      )}
      <Progress.Root
        className="progress-track"
        aria-label={label}
        max={100}
        value={part === null ? null : Math.round(part * 100)}
      >
        <Progress.Indicator
          className="progress-fill"
          style={part === null ? {} : { width: `${part * 100}%` }}
        />
      </Progress.Root>
    </div>
  );
}
