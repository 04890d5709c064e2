import { useState } from 'react';
import { CodeBlock } from '../data/CodeBlock.tsx';
import { PropertyList } from '../data/PropertyList.tsx';
import { type Column, type Sort, Table } from '../data/Table.tsx';
import { EmptyState } from '../status/EmptyState.tsx';
import { StatusDot } from '../status/StatusDot.tsx';
import { type StatusState, statusStates } from '../status/status-state.ts';
import { Row, Section } from './Section.tsx';

type Sample = { readonly name: string; readonly state: StatusState; readonly port: number };

const samples: readonly Sample[] = statusStates.map((state, position) => ({
  name: `thing-${position + 1}`,
  state,
  port: 8000 + position * 111,
}));

const columns: readonly Column<Sample>[] = [
  { id: 'name', title: 'Name', sortable: true, cell: ({ name }) => name },
  { id: 'state', title: 'State', cell: ({ state }) => <StatusDot state={state} label={state} /> },
  { id: 'port', title: 'Port', width: '96px', align: 'end', sortable: true, cell: ({ port }) => port },
];

/** Tables: selectable and sorted, compact, empty. */
export function TableSection() {
  const [selected, setSelected] = useState('thing-2');
  const [sort, setSort] = useState<Sort>({ column: 'name', direction: 'ascending' });
  const rows = samples.toSorted((a, b) =>
    sort.column === 'port' ? a.port - b.port : a.name.localeCompare(b.name),
  );
  return (
    <Section name="Table">
      <div className="gallery-frame" style={{ height: '180px' }}>
        <Table
          label="Things"
          columns={columns}
          rows={sort.direction === 'ascending' ? rows : rows.toReversed()}
          rowKey={({ name }) => name}
          selectedKey={selected}
          onSelect={({ name }) => setSelected(name)}
          sort={sort}
          onSort={setSort}
        />
      </div>
      <div className="gallery-frame">
        <Table
          label="Compact things"
          density="compact"
          columns={columns}
          rows={samples.slice(0, 3)}
          rowKey={({ name }) => name}
        />
      </div>
      <div className="gallery-frame">
        <Table
          label="No things"
          columns={columns}
          rows={[]}
          rowKey={({ name }) => name}
          empty={<EmptyState title="Nothing matches" detail="Loosen the filter." />}
        />
      </div>
    </Section>
  );
}

const long =
  'docker run --detach --name shop-api-1 --network shop_default --env API__LOG_LEVEL --publish 8000:8000 shop-api';

/** Code blocks and property lists. */
export function TextSection() {
  return (
    <Section name="CodeBlock, PropertyList">
      <Row name="scrolls">
        <CodeBlock label="Command" code={`${long}\ndocker start shop-api-1`} />
      </Row>
      <Row name="wraps">
        <CodeBlock label="Command" code={long} wrap copyable={false} />
      </Row>
      <Row name="properties">
        <PropertyList
          properties={[
            { name: 'Image', value: 'postgres:16' },
            { name: 'Started', value: '12 minutes ago' },
            { name: 'Container', value: <code>shop-db-1</code> },
          ]}
        />
      </Row>
    </Section>
  );
}
