import { CircleCheck, Info, OctagonX, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../actions/IconButton.tsx';
import './Callout.css';

/** info: good to know. done: it worked. warn: it goes on, look at it. problem: it does not go on. */
export type CalloutKind = 'info' | 'done' | 'warn' | 'problem';

/** Every kind, for galleries and tests. */
export const calloutKinds: readonly CalloutKind[] = ['info', 'done', 'warn', 'problem'];

export type CalloutProps = {
  readonly kind: CalloutKind;
  readonly title: string;
  /** What happened. */
  readonly detail?: ReactNode;
  /** What to do next. */
  readonly remedy?: ReactNode;
  /** Buttons that do it. */
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
};

/** A message that stays: what is so, what happened, what to do. A problem is announced at once. */
export function Callout({ kind, title, detail, remedy, actions, onDismiss }: CalloutProps) {
  return (
    <section className="callout" data-kind={kind} role={kind === 'problem' ? 'alert' : 'status'}>
      <span className="callout-icon">{icons[kind]}</span>
      <div className="callout-text">
        <h4 className="callout-title">{title}</h4>
        {hasContent(detail) && <div className="callout-detail">{detail}</div>}
        {hasContent(remedy) && <div className="callout-remedy">{remedy}</div>}
        {hasContent(actions) && <div className="callout-actions">{actions}</div>}
      </div>
      {onDismiss !== undefined && (
        <IconButton size="small" label="Dismiss" icon={<X aria-hidden="true" />} onClick={onDismiss} />
      )}
    </section>
  );
}

function hasContent(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== '';
}

const icons: Record<CalloutKind, ReactNode> = {
  info: <Info size={16} aria-label="Note" />,
  done: <CircleCheck size={16} aria-label="Done" />,
  warn: <TriangleAlert size={16} aria-label="Warning" />,
  problem: <OctagonX size={16} aria-label="Problem" />,
};
