import type { ServiceView } from '../../../src-main/contract/view.ts';
import { type Column, Table } from '../../design/data/Table.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { ageText } from '../words/duration.ts';
import { useNow } from '../words/use-now.ts';
import { PortLinks } from './PortLinks.tsx';
import { serviceStatus } from './service-status.ts';
import './ServiceTable.css';

export type ServiceTableProps = {
  readonly services: readonly ServiceView[];
  readonly selected: string | null;
  readonly onSelect: (name: string) => void;
  /** Enter or a double click on a service. */
  readonly onActivate: (name: string) => void;
};

/** Every service in a line: how it stands and why, where it can be reached, how long it runs. */
export function ServiceTable({ services, selected, onSelect, onActivate }: ServiceTableProps) {
  const now = useNow(1_000);
  return (
    <Table
      label="Services"
      columns={columnsAt(now)}
      rows={services}
      rowKey={({ name }) => name}
      selectedKey={selected}
      onSelect={({ name }) => onSelect(name)}
      onActivate={({ name }) => onActivate(name)}
    />
  );
}

function columnsAt(now: number): readonly Column<ServiceView>[] {
  return [
    {
      id: 'name',
      title: 'Service',
      width: '20%',
      cell: ({ name }) => <strong className="cell-name">{name}</strong>,
    },
    { id: 'state', title: 'State', width: '34%', cell: stateCell },
    { id: 'ports', title: 'Ports', width: '96px', cell: (service) => <PortLinks service={service} /> },
    { id: 'image', title: 'Image', cell: ({ image }) => <span className="cell-quiet">{image}</span> },
    {
      id: 'uptime',
      title: 'Uptime',
      width: '84px',
      align: 'end',
      cell: (service) => uptimeCell(service, now),
    },
    { id: 'restarts', title: 'Restarts', width: '84px', align: 'end', cell: restartsCell },
  ];
}

function stateCell(service: ServiceView) {
  const { state, word } = serviceStatus(service);
  return (
    <span className="cell-state" title={service.cause ?? undefined}>
      <StatusDot state={state} label={word} />
      {service.cause !== null && <span className="cell-cause">{service.cause}</span>}
    </span>
  );
}

function uptimeCell({ state, startedAt, running, wanted }: ServiceView, now: number) {
  if (state !== 'running' || startedAt === null) return <span className="cell-faint">–</span>;
  const replicas = wanted > 1 ? ` (${running}/${wanted})` : '';
  return `${ageText(now - startedAt)}${replicas}`;
}

function restartsCell({ restarts }: ServiceView) {
  return restarts === 0 ? <span className="cell-faint">0</span> : restarts;
}
