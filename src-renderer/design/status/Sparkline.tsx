import type { Tone } from '../tone.ts';
import './Sparkline.css';
import { sparklinePath } from './sparkline-path.ts';

export type SparklineProps = {
  /** Oldest first. */
  readonly values: readonly number[];
  /** What the line says in words, for example "CPU, now 12 %". */
  readonly label: string;
  /** The value at the top edge; the highest value when left out. */
  readonly max?: number;
  readonly tone?: Tone;
  readonly width?: number;
  readonly height?: number;
};

/** A trend the size of a word. A dashed base line where there is nothing to draw yet. */
export function Sparkline({ values, label, max, tone = 'info', width = 72, height = 20 }: SparklineProps) {
  const path = sparklinePath(values, { width, height, max: max ?? Math.max(...values, 0) });
  return (
    <svg className="sparkline" data-tone={tone} width={width} height={height} role="img" aria-label={label}>
      {path === null ? (
        <path className="sparkline-none" d={`M2 ${height - 2}H${width - 2}`} />
      ) : (
        <>
          <path className="sparkline-area" d={path.area} />
          <path className="sparkline-line" d={path.line} />
          <circle className="sparkline-last" cx={path.last.x} cy={path.last.y} r="1.75" />
        </>
      )}
    </svg>
  );
}
