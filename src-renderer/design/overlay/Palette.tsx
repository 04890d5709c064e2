import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from '../data/Kbd.tsx';
import './Palette.css';

export type PaletteEntry = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string | undefined;
  /** Other words that find it. */
  readonly keywords?: readonly string[];
  /** Why it cannot be chosen now; shown beside it. */
  readonly disabledReason?: string | null;
  readonly onSelect: () => void;
};

export type PaletteGroup = { readonly title: string; readonly entries: readonly PaletteEntry[] };

export type PaletteProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly groups: readonly PaletteGroup[];
};

/** Finds any action by typing a part of its name; closes before the action runs. */
export function Palette({ open, onOpenChange, label, placeholder, groups }: PaletteProps) {
  const choose = (entry: PaletteEntry) => {
    onOpenChange(false);
    entry.onSelect();
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="palette" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">{label}</Dialog.Title>
          <Command label={label} loop>
            <div className="palette-search">
              <Search size={16} aria-hidden="true" />
              <Command.Input placeholder={placeholder} />
              <Kbd keys="Esc" />
            </div>
            <Command.List className="palette-list">
              <Command.Empty className="palette-empty">Nothing has that name.</Command.Empty>
              {groups.map((group) => (
                <Command.Group key={group.title} heading={group.title} className="palette-group">
                  {group.entries.map((entry) => (
                    <Entry key={entry.id} entry={entry} onChoose={choose} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type EntryProps = { readonly entry: PaletteEntry; readonly onChoose: (entry: PaletteEntry) => void };

function Entry({ entry, onChoose }: EntryProps) {
  const reason = entry.disabledReason ?? null;
  return (
    <Command.Item
      className="palette-item"
      value={entry.id}
      keywords={[entry.label, ...(entry.keywords ?? [])]}
      disabled={reason !== null}
      onSelect={() => onChoose(entry)}
    >
      <span className="palette-icon">{entry.icon}</span>
      <span className="palette-label">{entry.label}</span>
      {reason !== null && <span className="palette-reason">{reason}</span>}
      {entry.shortcut !== undefined && <Kbd keys={entry.shortcut} />}
    </Command.Item>
  );
}
