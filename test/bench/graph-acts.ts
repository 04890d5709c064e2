import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from './measure.ts';
import type { Stage } from './stage.ts';

const services = 50;

/** A graph of fifty small services, five deep: what concurrency and waiting cost when there is little else to do. */
export function graphActs({ outside }: Stage): readonly Act[] {
  const { dir, berth, compose } = outside('graph-50');
  const clear = async (): Promise<void> => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'compose.yaml'), graph);
    await compose('down', '--volumes', '--timeout', '0');
  };
  return [
    {
      name: 'graph-50',
      isInert: true,
      prepare: clear,
      berth: () => berth('up'),
      compose: () => compose('up', '--detach', '--wait'),
      clear,
    },
  ];
}

const graph = `name: berth-bench-graph
services:
${Array.from({ length: services }, (_, index) => service(index)).join('')}`;

/** Ten chains, each of five: one has to answer before the next of its chain is started. */
function service(index: number): string {
  const before = index - 10;
  return `  part-${index}:
    image: busybox:1.36
    command: [sh, -c, "touch /tmp/ready; exec sleep 3600"]
    init: true
    stop_grace_period: 0s
    healthcheck: { test: [CMD, test, -e, /tmp/ready], interval: 2s, timeout: 2s, retries: 10 }
${before < 0 ? '' : `    depends_on: { part-${before}: { condition: service_healthy } }\n`}`;
}
