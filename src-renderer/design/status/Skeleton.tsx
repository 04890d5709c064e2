import './Skeleton.css';

export type SkeletonProps = {
  /** CSS lengths; a line of body text when left out. */
  readonly width?: string;
  readonly height?: string;
  readonly shape?: 'line' | 'block' | 'disc';
};

/** The place of something that is about to come. Silent to screen readers: the region says `aria-busy`. */
export function Skeleton({ width = '100%', height = '12px', shape = 'line' }: SkeletonProps) {
  return <span className="skeleton" data-shape={shape} style={{ width, height }} aria-hidden="true" />;
}
