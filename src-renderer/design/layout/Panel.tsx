import { type ReactNode, useId } from 'react';
import './Panel.css';

export type PanelProps = {
  readonly title: string;
  readonly actions?: ReactNode;
  /** Without padding, for a table or a list that reaches the edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
};

/** A titled card: one group of things that belong together. */
export function Panel({ title, actions, flush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel-head">
        <h3 id={id}>{title}</h3>
        <div className="panel-actions">{actions}</div>
      </header>
      <div className="panel-body" data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
