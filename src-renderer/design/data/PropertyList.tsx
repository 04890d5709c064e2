import type { ReactNode } from 'react';
import './PropertyList.css';

export type Property = { readonly name: string; readonly value: ReactNode };

/** Names and values in two columns: the facts about one thing. */
export function PropertyList({ properties }: { readonly properties: readonly Property[] }) {
  return (
    <dl className="properties">
      {properties.map(({ name, value }) => (
        <div key={name} className="property">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
