import type { ReactNode } from 'react';
import './Toolbar.css';

export type ToolbarProps = {
  readonly label: string;
  /** At the start: what this is, or what narrows it. */
  readonly start?: ReactNode;
  /** At the end: what one can do, the main thing last. */
  readonly end?: ReactNode;
};

/** A strip of controls above a view. Wraps rather than hides when the window is narrow. */
export function Toolbar({ label, start, end }: ToolbarProps) {
  return (
    <fieldset className="toolbar" aria-label={label}>
      <div className="toolbar-part">{start}</div>
      <div className="toolbar-part">{end}</div>
    </fieldset>
  );
}

/** A thin line between groups of a Toolbar. */
export function ToolbarDivider() {
  return <span className="toolbar-divider" aria-hidden="true" />;
}
