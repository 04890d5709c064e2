import type { Model, ServiceModel, ServiceNetwork } from '../compose/model.ts';

/** The engine's name of a network of the model. */
export const networkName = (model: Model, key: string): string => model.networks[key]?.name ?? key;

/** Keys of a service's networks, the primary one first: highest priority, ties by name (as compose chooses it). */
export function networkKeys(service: ServiceModel): string[] {
  const networks = service.networks ?? {};
  const priority = (key: string): number => networks[key]?.priority ?? 0;
  return Object.keys(networks).sort((a, b) => priority(b) - priority(a) || (a < b ? -1 : 1));
}

/** HostConfig.NetworkMode: `network_mode` with its lender resolved, or the primary network; `none` for a service without any. */
export function networkMode(model: Model, service: ServiceModel): string {
  const mode = service.network_mode;
  if (mode !== undefined && mode !== '') return mode;
  const primary = networkKeys(service)[0];
  return primary === undefined ? 'none' : networkName(model, primary);
}

/** EndpointsConfig of POST /containers/create: all networks at once (Engine API 1.44 and newer), each with all links. */
export function endpoints(
  model: Model,
  service: ServiceModel,
  names: readonly string[],
  links: readonly string[],
): Record<string, unknown> | null {
  if (service.network_mode !== undefined && service.network_mode !== '') return null;
  const keys = networkKeys(service);
  if (keys.length === 0) return null;
  return Object.fromEntries(
    keys.map((key, place) => {
      const own = service.networks?.[key] ?? null;
      const mac = own?.mac_address ?? (place === 0 ? service.mac_address : undefined);
      return [
        networkName(model, key),
        {
          ...endpoint(own, names),
          ...(links.length === 0 ? {} : { Links: links }),
          ...(mac === undefined ? {} : { MacAddress: mac }),
        },
      ];
    }),
  );
}

function endpoint(own: ServiceNetwork | null, names: readonly string[]): Record<string, unknown> {
  if (own === null) return { Aliases: names };
  const options = {
    ...own.driver_opts,
    ...(own.interface_name === undefined ? {} : { 'com.docker.network.endpoint.ifname': own.interface_name }),
  };
  return {
    Aliases: [...names, ...(own.aliases ?? [])],
    IPAMConfig: {
      ...(own.ipv4_address === undefined ? {} : { IPv4Address: own.ipv4_address }),
      ...(own.ipv6_address === undefined ? {} : { IPv6Address: own.ipv6_address }),
      ...(own.link_local_ips === undefined ? {} : { LinkLocalIPs: own.link_local_ips }),
    },
    ...(own.ipv4_address === undefined ? {} : { IPAddress: own.ipv4_address }),
    // compose writes the address where the API has the gateway; the engine reads the one in IPAMConfig
    ...(own.ipv6_address === undefined ? {} : { IPv6Gateway: own.ipv6_address }),
    ...(Object.keys(options).length === 0 ? {} : { DriverOpts: options }),
    ...(own.gw_priority === undefined ? {} : { GwPriority: own.gw_priority }),
  };
}
