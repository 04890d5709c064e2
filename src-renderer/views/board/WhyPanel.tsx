import { ScrollText, X } from 'lucide-react';
import type { ServiceView } from '../../../src-main/contract/view.ts';
import { Button } from '../../design/actions/Button.tsx';
import { IconButton } from '../../design/actions/IconButton.tsx';
import { PropertyList } from '../../design/data/PropertyList.tsx';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import { ServiceCommands } from '../command/ServiceCommands.tsx';
import type { Commands } from '../command/use-commands.ts';
import { CauseChain } from './CauseChain.tsx';
import { PortLinks } from './PortLinks.tsx';
import { serviceStatus } from './service-status.ts';
import './WhyPanel.css';

export type WhyPanelProps = {
  readonly service: ServiceView;
  readonly commands: Commands;
  readonly onSelect: (name: string) => void;
  readonly onLogs: (name: string) => void;
  readonly onClose: () => void;
};

/** One service: how it stands, the chain of causes where it is not green, and the facts about it. */
export function WhyPanel({ service, commands, onSelect, onLogs, onClose }: WhyPanelProps) {
  const { state, word } = serviceStatus(service);
  return (
    <aside className="why" aria-label={`Why: ${service.name}`}>
      <header className="why-head">
        <div className="why-title">
          <h2>{service.name}</h2>
          <StatusDot state={state} label={word} />
        </div>
        <IconButton label="Close" icon={<X aria-hidden="true" />} onClick={onClose} />
      </header>
      <ServiceCommands service={service.name} offered={service.commands} commands={commands} />
      {service.chain.length > 0 && <CauseChain chain={service.chain} onSelect={onSelect} />}
      <PropertyList properties={factsOf(service)} />
      <Button icon={<ScrollText aria-hidden="true" />} onClick={() => onLogs(service.name)}>
        Logs of {service.name}
      </Button>
    </aside>
  );
}

function factsOf(service: ServiceView) {
  const { url, exitCode, container, containerId, running, wanted } = service;
  const link = url === null ? [] : [{ name: 'Address', value: <Address url={url} /> }];
  const exit = exitCode === null ? [] : [{ name: 'Exit code', value: exitCode }];
  return [
    ...link,
    { name: 'Ports', value: <PortLinks service={service} /> },
    { name: 'Image', value: <code>{service.image}</code> },
    { name: 'Container', value: container === null ? 'none' : <code>{container}</code> },
    ...(containerId === null ? [] : [{ name: 'Id', value: <code>{containerId.slice(0, 12)}</code> }]),
    { name: 'Replicas', value: `${running} of ${wanted} running` },
    { name: 'Restarts', value: service.restarts },
    ...exit,
  ];
}

function Address({ url }: { readonly url: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {url}
    </a>
  );
}
