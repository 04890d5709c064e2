import type { KeyName, ServiceName } from '../../contract/names.ts';
import type { KeyView } from '../../contract/view.ts';
import type { Model } from '../compose/model.ts';
import type { Observed } from './observed.ts';
import type { Plan } from './plan.ts';

/** A host port that a step of a plan will bind. */
export type WantedPort = {
  readonly service: ServiceName;
  readonly port: number;
  /** The address it is bound on; `0.0.0.0` where the file names none. */
  readonly address: string;
  /** The key whose value it is; null where none is. */
  readonly key: KeyName | null;
  /** A container of this project that holds it and that the plan does not stop; null where none does. */
  readonly heldBy: string | null;
};

/**
 * The TCP ports that must be free before a plan begins: those of every service it starts, without those that the service's
 * own running containers hold. Ranges and ports that the engine chooses are left to the engine.
 */
export function portsToBind(
  plan: Plan,
  model: Model,
  observed: Observed,
  keys: readonly KeyView[],
): readonly WantedPort[] {
  const started = new Set(
    plan.steps.flatMap((step) =>
      step.action.do === 'start container' && step.service !== null ? [step.service] : [],
    ),
  );
  const oneOffs = new Set(plan.oneOffs.map(({ container }) => container));
  const stopped = new Set(
    plan.steps.flatMap(({ action }) => (action.do === 'stop container' ? [action.container] : [])),
  );
  const onlyOneOff = (service: ServiceName): boolean =>
    plan.steps.every(
      ({ action, service: of }) =>
        action.do !== 'start container' || of !== service || oneOffs.has(action.container),
    );
  return [...started]
    .filter((service) => !onlyOneOff(service))
    .flatMap((service) =>
      (model.services[service]?.ports ?? []).flatMap((port): WantedPort[] => {
        const number = Number(port.published);
        if ((port.protocol ?? 'tcp') !== 'tcp' || !Number.isInteger(number) || number === 0) return [];
        const holder = observed.containers.find(
          (container) =>
            container.state === 'running' && container.ports.some(({ host }) => host?.port === number),
        );
        if (holder?.service === service || (holder !== undefined && stopped.has(holder.name))) return [];
        const key = keys.find(({ type, value }) => type === 'port' && value === String(number))?.name ?? null;
        return [
          { service, port: number, address: port.host_ip ?? '0.0.0.0', key, heldBy: holder?.name ?? null },
        ];
      }),
    );
}
