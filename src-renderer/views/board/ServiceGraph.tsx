import {
  Background,
  BackgroundVariant,
  type Edge,
  MarkerType,
  Panel,
  ReactFlow,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { EdgeView, ServiceView } from '../../../src-main/contract/view.ts';
import { IconButton } from '../../design/actions/IconButton.tsx';
import { type Dependency, graphLayout, type Place } from './graph-layout.ts';
import './ServiceGraph.css';
import { type ServiceFlowNode, ServiceNode } from './ServiceNode.tsx';

export type ServiceGraphProps = {
  readonly services: readonly ServiceView[];
  readonly edges: readonly EdgeView[];
  readonly selected: string | null;
  readonly onSelect: (name: string | null) => void;
};

const nodeTypes = { service: ServiceNode };
const box = { columnPitch: 288, rowPitch: 76, rowsPerColumn: 10 };
const fitting = { padding: 0.14, maxZoom: 1, minZoom: 0.3 };

/** Who depends on whom, left to right, with health on the nodes and what is waited for on the lines. */
export function ServiceGraph({ services, edges, selected, onSelect }: ServiceGraphProps) {
  const shape = JSON.stringify([
    services.map(({ name }) => name),
    edges.map(({ from, to }) => ({ from, to })),
  ]);
  // Places move only when a service or dependency comes or goes, not with every change of health.
  const places = useMemo(() => placesOf(shape), [shape]);
  const nodes = useMemo(
    () => flowNodes(services, places, selected, onSelect),
    [services, places, selected, onSelect],
  );
  const lines = useMemo(() => edges.map(flowEdge), [edges]);
  return (
    <section className="graph" aria-label="Graph of services">
      <ReactFlow
        nodes={nodes}
        edges={lines}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        onPaneClick={() => onSelect(null)}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.2}
        maxZoom={1.5}
        fitView
        fitViewOptions={fitting}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        <Panel position="bottom-left">
          <ZoomButtons />
        </Panel>
        <FitOnChange shape={shape} />
      </ReactFlow>
    </section>
  );
}

function placesOf(shape: string): readonly Place[] {
  const [names, edges]: [string[], Dependency[]] = JSON.parse(shape);
  return graphLayout(names, edges, box);
}

function flowNodes(
  services: readonly ServiceView[],
  places: readonly Place[],
  selected: string | null,
  onSelect: (name: string) => void,
): ServiceFlowNode[] {
  const byName = new Map<string, ServiceView>(services.map((service) => [service.name, service]));
  return places.flatMap(({ name, x, y }) => {
    const service = byName.get(name);
    if (service === undefined) return [];
    const data = { service, chosen: name === selected, onSelect };
    // React Flow draws nothing of a node whose size it does not know before it has measured it.
    return [
      { id: name, type: 'service' as const, position: { x, y }, data, initialWidth: 192, initialHeight: 52 },
    ];
  });
}

function flowEdge({ from, to, required, waiting }: EdgeView): Edge {
  const colour = waiting === null ? 'var(--border-control)' : 'var(--status-waiting)';
  return {
    id: `${from}>${to}`,
    source: from,
    target: to,
    className: waiting === null ? (required ? 'edge' : 'edge edge-optional') : 'edge edge-waiting',
    markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: colour },
    ...(waiting === null ? {} : { label: waiting }),
  };
}

function ZoomButtons() {
  const flow = useReactFlow();
  return (
    <div className="graph-zoom">
      <IconButton
        size="small"
        label="Zoom in"
        icon={<Plus aria-hidden="true" />}
        onClick={() => void flow.zoomIn()}
      />
      <IconButton
        size="small"
        label="Zoom out"
        icon={<Minus aria-hidden="true" />}
        onClick={() => void flow.zoomOut()}
      />
      <IconButton
        size="small"
        label="Fit all in sight"
        icon={<Maximize aria-hidden="true" />}
        onClick={() => void flow.fitView(fitting)}
      />
    </div>
  );
}

/** Brings all in sight again when the graph or its frame changes. */
function FitOnChange({ shape }: { readonly shape: string }) {
  const { fitView } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    if (shape !== '' && width > 0 && height > 0) void fitView(fitting);
  }, [fitView, shape, width, height]);
  return null;
}
