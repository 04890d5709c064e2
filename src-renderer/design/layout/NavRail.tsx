import type { ReactNode } from 'react';
import { Tooltip } from '../overlay/Tooltip.tsx';
import './NavRail.css';

export type NavItem<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  /** How many things there want attention; left out when none. */
  readonly count?: number;
};

export type NavRailProps<Id extends string> = {
  readonly label: string;
  readonly items: readonly NavItem<Id>[];
  readonly current: Id;
  readonly onChange: (id: Id) => void;
  /** Icons alone, names as tooltips. */
  readonly collapsed?: boolean;
  readonly header?: ReactNode;
  readonly footer?: ReactNode;
};

/** The places of the window, down its left edge. */
export function NavRail<Id extends string>(props: NavRailProps<Id>) {
  const { label, items, current, onChange, collapsed = false, header, footer } = props;
  return (
    <nav className="nav" aria-label={label} data-collapsed={collapsed || undefined}>
      {header}
      <ul className="nav-list">
        {items.map((item) => (
          <li key={item.id}>
            <Tooltip text={collapsed ? item.label : null} shortcut={item.shortcut} side="right">
              <button
                type="button"
                className="nav-item"
                aria-current={item.id === current ? 'page' : undefined}
                aria-label={collapsed ? item.label : undefined}
                onClick={() => onChange(item.id)}
              >
                {item.icon}
                <span className="nav-name">{item.label}</span>
                {item.count !== undefined && <span className="nav-count">{item.count}</span>}
              </button>
            </Tooltip>
          </li>
        ))}
      </ul>
      {footer !== undefined && <div className="nav-foot">{footer}</div>}
    </nav>
  );
}
