import { memo } from 'react';
import type { LogLine } from '../../../src-main/contract/view.ts';
import { pieces } from './sgr.ts';

export type LogRowProps = {
  readonly line: LogLine;
  /** Which of eight colours marks its service. */
  readonly hue: number;
  readonly onCorrelation: (id: string) => void;
};

/** One line: time, service, level, text; its correlation id narrows the logs to it. */
export const LogRow = memo(function LogRow({ line, hue, onCorrelation }: LogRowProps) {
  const { service, at, text, level, correlation, stream } = line;
  return (
    <>
      <span className="log-time">{at === null ? '' : timeText(at)}</span>
      <span className="log-service" data-hue={hue}>
        {service}
      </span>
      <span className="log-level" data-level={level ?? stream}>
        {level ?? ''}
      </span>
      <span className="log-text">
        {pieces(text).map((piece, position) => (
          // Pieces have no identity but their place in the line, and a line never changes.
          <span
            key={`${position}-${piece.text.length}`}
            data-colour={piece.colour ?? undefined}
            data-bold={piece.bold || undefined}
          >
            {piece.text}
          </span>
        ))}
        {correlation !== null && (
          <button
            type="button"
            className="log-correlation"
            title={`Show only lines of ${correlation}`}
            onClick={() => onCorrelation(correlation)}
          >
            {correlation.slice(0, 8)}
          </button>
        )}
      </span>
    </>
  );
});

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

function timeText(at: number): string {
  return clock.format(at);
}
