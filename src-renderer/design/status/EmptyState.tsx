import type { ReactNode } from 'react';
import './EmptyState.css';

export type EmptyStateProps = {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly detail?: ReactNode;
  /** What one can do about it. */
  readonly actions?: ReactNode;
};

/** Says why a place is empty and what fills it. */
export function EmptyState({ icon, title, detail, actions }: EmptyStateProps) {
  return (
    <div className="empty">
      {icon !== undefined && <div className="empty-icon">{icon}</div>}
      <h3 className="empty-title">{title}</h3>
      {detail !== undefined && <p className="empty-detail">{detail}</p>}
      {actions !== undefined && <div className="empty-actions">{actions}</div>}
    </div>
  );
}
