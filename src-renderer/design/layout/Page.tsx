import { type ReactNode, useId } from 'react';
import './Page.css';

export type PageProps = {
  readonly title: string;
  /** One sentence: what this place is for. */
  readonly detail?: ReactNode;
  readonly actions?: ReactNode;
  /** Messages between the head and the content. */
  readonly notices?: ReactNode;
  readonly busy?: boolean;
  readonly children: ReactNode;
};

/** A place of the window that scrolls as a whole: a head that says what it is, then its content. */
export function Page({ title, detail, actions, notices, busy = false, children }: PageProps) {
  const id = useId();
  return (
    <section className="page" aria-labelledby={id} aria-busy={busy || undefined}>
      <div className="page-content">
        <header className="page-head">
          <div>
            <h1 id={id}>{title}</h1>
            {detail !== undefined && <p>{detail}</p>}
          </div>
          <div className="page-actions">{actions}</div>
        </header>
        {notices}
        {children}
      </div>
    </section>
  );
}
