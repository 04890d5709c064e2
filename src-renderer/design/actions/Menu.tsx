import { DropdownMenu } from 'radix-ui';
import { Check } from 'lucide-react';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import './Menu.css';

/** One line of a menu. */
export type MenuEntry =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly icon?: ReactNode;
      readonly shortcut?: string;
      readonly danger?: boolean;
      /** Why it cannot be chosen now; shown under its label. */
      readonly disabledReason?: string | null;
      readonly onSelect: () => void;
    }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly chosen: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'separator' };

export type MenuProps = {
  /** The element that opens it, a Button as a rule. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
};

/** A menu that opens under its trigger: arrows, typing, Escape and Home/End work. */
export function Menu({ trigger, entries, align = 'start' }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={4} collisionPadding={8} loop>
          {entries.map((entry, position) => (
            <Fragment
              key={entry.kind === 'separator' ? `separator-${position}` : `${entry.kind}-${entry.label}`}
            >
              <Entry entry={entry} />
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case 'separator':
      return <DropdownMenu.Separator className="menu-separator" />;
    case 'heading':
      return <DropdownMenu.Label className="menu-heading">{entry.label}</DropdownMenu.Label>;
    case 'choice':
      return <Choice entry={entry} />;
    case 'action':
      return <Action entry={entry} />;
  }
}

function Choice({ entry }: { readonly entry: Extract<MenuEntry, { kind: 'choice' }> }) {
  return (
    <DropdownMenu.CheckboxItem className="menu-item" checked={entry.chosen} onSelect={entry.onSelect}>
      <span className="menu-icon">
        <DropdownMenu.ItemIndicator>
          <Check size={14} aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className="menu-label">{entry.label}</span>
    </DropdownMenu.CheckboxItem>
  );
}

function Action({ entry }: { readonly entry: Extract<MenuEntry, { kind: 'action' }> }) {
  const reason = entry.disabledReason ?? null;
  return (
    <DropdownMenu.Item
      className="menu-item"
      data-danger={entry.danger || undefined}
      disabled={reason !== null}
      onSelect={entry.onSelect}
    >
      <span className="menu-icon">{entry.icon}</span>
      <span className="menu-label">
        {entry.label}
        {reason !== null && <span className="menu-reason">{reason}</span>}
      </span>
      {entry.shortcut !== undefined && <span className="menu-shortcut">{entry.shortcut}</span>}
    </DropdownMenu.Item>
  );
}
