import type { ServiceName } from '../../contract/names.ts';
import { addPassword } from '../database/set-password.ts';
import { containersOf, imageFor } from './decide.ts';
import type { Progress } from './converge-wish.ts';
import { addStep, type Draft } from './draft.ts';
import type { Database } from './generation-input.ts';
import type { Generation } from './generations.ts';
import { addStopHooks } from './hooks.ts';
import type { UpInput } from './up-input.ts';
import { addFinalWaits, addWaits } from './waits.ts';

/** What the steps of a switch are written with. */
export type SwitchParts = {
  readonly draft: Draft;
  readonly progress: Progress;
  readonly input: UpInput;
  readonly database: Database;
};

/** Stops the running containers of dependents after their hooks. Returns the stops. */
export function stopDependents(
  { draft, progress, input, database }: SwitchParts,
  services: readonly ServiceName[],
  after: readonly number[],
): number[] {
  const because = `it uses ${database.rule.service}, whose data is about to change`;
  return services.flatMap((service) =>
    containersOf(input, service)
      .filter((container) => container.state === 'running' || container.state === 'restarting')
      .map((container) => {
        const id = addStep(draft, {
          service,
          because,
          after: addStopHooks({ draft, model: input.model, service, container, because, after }),
          action: { do: 'stop container', container: container.name, graceSeconds: null },
        });
        progress.stopped.set(container.name, id);
        return id;
      }),
  );
}

/** Steps after which the database answers, and so do the services that started with it. */
export function readyDatabase(parts: SwitchParts, services: readonly ServiceName[]): readonly number[] {
  addFinalWaits(parts, services);
  return services.flatMap((name) => {
    const healthy = [...parts.progress.waits.values()].filter(
      (id) => parts.draft.steps[id - 1]?.service === name,
    );
    return healthy.length > 0 ? healthy : addWaits(parts, name, 'service_started', true);
  });
}

/**
 * The database lets in whoever has its password here, although its data came from elsewhere. It waits for nothing but the start:
 * a check of the database may log in by that password.
 */
export function addOwnPassword(
  { draft, progress, input }: Omit<SwitchParts, 'database'>,
  name: ServiceName,
): readonly number[] {
  const decided = (progress.decided.get(name) ?? []).filter((decision) => decision.do !== 'remove');
  return addPassword({
    ...{ draft, name, service: input.model.services[name] },
    containers: decided.map((decision) => decision.name),
    after: progress.started.get(name) ?? [],
  });
}

/** The one step that makes a switch true. */
export const addPointer = (
  { draft, input, database }: SwitchParts,
  to: Generation,
  after: readonly number[],
): number => {
  const { rule, generations } = database;
  const fromServer = serverOf(input, rule.service);
  return addStep(draft, {
    service: rule.service,
    because: `the database is ready on generation ${to.number}`,
    after,
    action: {
      do: 'move pointer',
      volume: generations.volume,
      from: generations.current,
      to: to.number,
      physical: to.physical,
      ...(fromServer === null ? {} : { fromServer }),
    },
  });
};

/** Which version ran on the live data until now; null where it was another image than the one that is known. */
function serverOf(input: UpInput, service: ServiceName): string | null {
  const image = imageFor(input, service);
  const containers = containersOf(input, service);
  return image !== null && containers.length > 0 && containers.every(({ imageId }) => imageId === image.id)
    ? (image.server ?? null)
    : null;
}
