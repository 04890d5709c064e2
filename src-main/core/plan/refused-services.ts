import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Model, ServiceModel } from '../compose/model.ts';

/** Services that only docker compose itself brings up, and with a profile those that want the engine. Problem: service-refused. */
export function refusedServices(
  { services: all }: Model,
  services: readonly ServiceName[],
  hasProfile: boolean,
): Problem[] {
  return services.flatMap((service) =>
    refusedParts(all[service], hasProfile).map(
      ([part, named]): Problem => ({ kind: 'service-refused', service, part, named }),
    ),
  );
}

type Refused = Extract<Problem, { kind: 'service-refused' }>;

function refusedParts(
  service: ServiceModel | undefined,
  hasProfile: boolean,
): readonly (readonly [Refused['part'], readonly string[]])[] {
  const { provider, models = {}, use_api_socket: socket } = service ?? {};
  const used = Object.keys(models);
  return [
    ...(provider === undefined ? [] : [['provider', [String(provider['type'])]] as const]),
    ...(used.length === 0 ? [] : [['models', used] as const]),
    ...(socket === true && hasProfile ? [['use_api_socket', []] as const] : []),
  ];
}

/** What `down` leaves of them, in words; docker compose asks their providers to take it away. */
export const leftToProviders = ({ services }: Model): readonly string[] =>
  Object.entries(services).flatMap(([service, { provider }]) =>
    provider === undefined
      ? []
      : [
          `What the provider ${String(provider['type'])} made for ${service} stays: \`berth compose -- down\` has it removed.`,
        ],
  );
