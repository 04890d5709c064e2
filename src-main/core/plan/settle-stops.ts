import type { ServiceName } from '../../contract/names.ts';
import type { Progress } from './converge-wish.ts';
import { containersOf } from './decide.ts';
import { dependentsOf } from './dependencies.ts';
import { addStep, type Draft } from './draft.ts';
import { holdsProcess } from './stop-services.ts';
import type { UpInput } from './up-input.ts';

export type SettleWish = {
  readonly draft: Draft;
  readonly progress: Progress;
  readonly input: UpInput;
  readonly database: ServiceName;
  /** Services that ran before the run that was cut off. */
  readonly ran: ReadonlySet<ServiceName>;
};

/** The services that a switch of the database may stop: it, and what depends on it. */
export const mayBeStopping = ({
  input,
  database,
  ran,
}: Omit<SettleWish, 'draft' | 'progress'>): ServiceName[] =>
  [...dependentsOf(input.model, database), database].filter((service) => ran.has(service));

/**
 * Stops to its end what a run that was cut off may have been stopping, dependents first. A stop goes on at the engine when who
 * asked for it has died, and until it is through the container counts as running. Returns the stops; what is converged after
 * them starts again.
 */
export function settleStops(wish: SettleWish): readonly number[] {
  const { draft, progress, input } = wish;
  const stops: number[] = [];
  for (const service of mayBeStopping(wish)) {
    const after = [...stops];
    for (const { name: container } of containersOf(input, service).filter(holdsProcess)) {
      const action = { do: 'stop container', container, graceSeconds: null } as const;
      const id = addStep(draft, {
        service,
        because: 'a run that was cut off may be stopping it',
        after,
        action,
      });
      progress.stopped.set(container, id);
      stops.push(id);
    }
  }
  return stops;
}
