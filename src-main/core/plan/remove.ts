import type { ServiceName } from '../../contract/names.ts';
import { loseAnonymous } from './anonymous-volumes.ts';
import { addStep, emptyDraft, finishDraft } from './draft.ts';
import type { Plan } from './plan.ts';
import { holdsProcess, stopServices } from './stop-services.ts';
import type { UpInput } from './up-input.ts';

export type RemoveInput = Pick<UpInput, 'model' | 'observed'> & {
  /** null: all. */
  readonly services: ReadonlySet<ServiceName> | null;
  /** True: running containers are stopped and go too. */
  readonly stopFirst: boolean;
  /** True: anonymous volumes of the containers go with their data. */
  readonly removeVolumes: boolean;
};

const because = 'a removal was asked for';

/** Removes containers that do not run, as `docker compose rm` does; those that run are named and stay unless they are stopped first. */
export function planRemove(input: RemoveInput): Plan {
  const { model, stopFirst, removeVolumes } = input;
  const draft = emptyDraft();
  const observed = stopFirst
    ? input.observed
    : { ...input.observed, containers: input.observed.containers.filter((each) => !holdsProcess(each)) };
  stopServices({
    ...input,
    draft,
    observed,
    graceSeconds: null,
    because,
    stopped: (service, containers, after) => {
      if (removeVolumes) loseAnonymous(draft, containers);
      for (const { name } of containers) {
        const removal = { do: 'remove container', container: name } as const;
        const action = removeVolumes ? ({ ...removal, volumes: 'removed' } as const) : removal;
        addStep(draft, { service, because, after, action });
      }
    },
  });
  const running = input.observed.containers.filter(
    (each) => holdsProcess(each) && !each.oneOff && (input.services?.has(each.service) ?? true),
  );
  const known = running.filter(({ service }) => model.services[service] !== undefined);
  if (!stopFirst && known.length > 0)
    draft.warnings.push(
      `What runs stays: ${known.map(({ name }) => name).join(', ')}. --stop stops it first.`,
    );
  return finishDraft(draft, 'remove', false);
}
