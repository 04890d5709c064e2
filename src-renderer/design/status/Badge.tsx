import type { ReactNode } from 'react';
import type { Tone } from '../tone.ts';
import './Badge.css';

export type BadgeProps = {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  /** For digests, ports, revisions. */
  readonly mono?: boolean;
  readonly children: ReactNode;
};

/** A word or number about the thing beside it. */
export function Badge({ tone = 'neutral', icon, mono = false, children }: BadgeProps) {
  return (
    <span className="badge" data-tone={tone} data-mono={mono || undefined}>
      {icon}
      {children}
    </span>
  );
}
