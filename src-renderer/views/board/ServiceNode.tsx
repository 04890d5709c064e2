import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { ServiceView } from '../../../src-main/contract/view.ts';
import { StatusDot } from '../../design/status/StatusDot.tsx';
import './ServiceNode.css';
import { publishedPorts } from './ports.ts';
import { serviceStatus } from './service-status.ts';

export type ServiceNodeData = {
  readonly service: ServiceView;
  readonly chosen: boolean;
  readonly onSelect: (name: string) => void;
};

export type ServiceFlowNode = Node<ServiceNodeData, 'service'>;

/** A service in the graph: mark, name, and either why it is not green or its ports. */
export const ServiceNode = memo(function ServiceNode({ data }: NodeProps<ServiceFlowNode>) {
  const { service, chosen, onSelect } = data;
  const { state, word } = serviceStatus(service);
  const ports = publishedPorts(service).map(({ port }) => `:${port}`);
  return (
    <>
      <Handle type="target" position={Position.Right} isConnectable={false} />
      <button
        type="button"
        className="service-node nopan"
        data-verdict={service.verdict}
        aria-pressed={chosen}
        title={service.cause ?? undefined}
        onClick={() => onSelect(service.name)}
      >
        <StatusDot state={state} label={word} labelHidden size={16} />
        <span className="service-node-text">
          <span className="service-node-name">{service.name}</span>
          <span className="service-node-note">{service.cause ?? [word, ...ports].join(' · ')}</span>
        </span>
      </button>
      <Handle type="source" position={Position.Left} isConnectable={false} />
    </>
  );
});
