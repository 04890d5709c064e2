import type { ServiceView } from '../../../src-main/contract/view.ts';

/** A port of this machine that leads into a service. */
export type PublishedPort = {
  readonly port: number;
  /** Where it can be opened in a browser; null for what is not HTTP by its usual number. */
  readonly url: string | null;
  readonly text: string;
};

/** Container ports that no browser can talk to. */
const otherProtocols: ReadonlySet<number> = new Set([1433, 3306, 5432, 5672, 6379, 9042, 27017]);

/** Ports of a service that are published on this machine, each once. */
export function publishedPorts({ ports }: Pick<ServiceView, 'ports'>): readonly PublishedPort[] {
  const seen = new Map<number, PublishedPort>();
  for (const { host, container, protocol } of ports) {
    if (host === null || seen.has(host.port)) continue;
    const isWeb = protocol === 'tcp' && !otherProtocols.has(container);
    seen.set(host.port, {
      port: host.port,
      url: isWeb ? `http://127.0.0.1:${host.port}` : null,
      text: `${host.address}:${host.port} to ${container}/${protocol}`,
    });
  }
  return [...seen.values()];
}
