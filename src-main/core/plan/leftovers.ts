import { addStep, type Draft } from './draft.ts';
import type { UpInput } from './up-input.ts';

/** Removes what a run that was cut off made for itself; nothing waits for it. */
export function removeLeftovers(draft: Draft, { observed, leftovers }: UpInput): void {
  for (const container of observed.containers.filter(({ name }) => leftovers.includes(name))) {
    addStep(draft, {
      service: container.service,
      because: 'left over by a run that was cut off',
      after: [],
      action: { do: 'remove container', container: container.name, volumes: 'removed' },
    });
  }
}
