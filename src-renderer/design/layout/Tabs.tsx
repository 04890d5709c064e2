import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import './Tabs.css';

export type Tab<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  readonly icon?: ReactNode;
  /** How many things wait inside; left out when none. */
  readonly count?: number;
  readonly panel: ReactNode;
};

export type TabsProps<Id extends string> = {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
};

/** Sides of one thing, one shown at a time. Arrow keys move between them. */
export function Tabs<Id extends string>({ label, tabs, value, onChange }: TabsProps<Id>) {
  const choose = (text: string) => {
    const tab = tabs.find(({ id }) => id === text);
    if (tab !== undefined) onChange(tab.id);
  };
  return (
    <Primitive.Root className="tabs" value={value} onValueChange={choose}>
      <Primitive.List className="tab-list" aria-label={label}>
        {tabs.map(({ id, label: name, icon, count }) => (
          <Primitive.Trigger key={id} value={id} className="tab">
            {icon}
            {name}
            {count !== undefined && <span className="tab-count">{count}</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map(({ id, panel }) => (
        <Primitive.Content key={id} value={id} className="tab-panel">
          {panel}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
