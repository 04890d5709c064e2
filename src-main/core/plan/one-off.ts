import { createRequest } from './create-request.ts';
import { type Decisions, imageFor } from './decide.ts';
import { addStep, type Draft } from './draft.ts';
import { madeFor } from './made-containers.ts';
import type { PhysicalVolumes } from './mounts.ts';
import type { OneOff } from './plan.ts';
import type { Prepared } from './prepare.ts';
import type { UpInput } from './up-input.ts';
import { imageOf } from './names.ts';

export type OneOffWish = {
  readonly draft: Draft;
  readonly prepared: Prepared;
  readonly decided: Decisions;
  readonly input: UpInput;
  readonly physical: PhysicalVolumes;
  readonly service: string;
  readonly command: readonly string[];
  /** 64 random hex digits. */
  readonly slug: string;
  readonly because: string;
  readonly step: OneOff['step'];
  /** The container is made at once and started after these. */
  readonly after: readonly number[];
  /** What is looked at between its end and its removal; absent: nothing. */
  readonly check?: 'heads';
};

/** Runs a command in a container of its own, waits until it has ended with 0, and removes it. Returns the last step. */
export function addOneOff(wish: OneOffWish): number {
  const { draft, input, service, because } = wish;
  const model = input.model.services[service];
  const image = imageOf(input.model, service, model ?? { command: null, entrypoint: null });
  const made = wish.prepared.get(`image ${image}`);
  const others = madeFor({ decided: wish.decided, observed: input.observed.containers }, model);
  const request = createRequest({
    model: input.model,
    service,
    physical: wish.physical,
    image: made === undefined ? imageFor(input, service) : null,
    configHash: input.hashes.services[service] ?? '',
    made: others,
    texts: input.texts ?? {},
    kind: { as: 'one-off', slug: wish.slug, command: wish.command },
  });
  draft.oneOffs.push({ container: request.name, step: wish.step });
  const needed = [...wish.prepared.values()].filter((id) => id !== undefined);
  const created = addStep(draft, {
    service,
    because,
    after: needed,
    action: { do: 'create container', request },
  });
  const start = { do: 'start container', container: request.name } as const;
  const started = addStep(draft, { service, because, after: [created, ...wish.after], action: start });
  const completed = addStep(draft, {
    service,
    because,
    after: [started],
    action: {
      do: 'wait for',
      container: request.name,
      condition: 'service_completed_successfully',
      required: true,
      deadlineMs: null,
    },
  });
  const check = { do: 'check heads', container: request.name } as const;
  const checked =
    wish.check === undefined
      ? completed
      : addStep(draft, { service, because, after: [completed], action: check });
  const removal = { do: 'remove container', container: request.name, volumes: 'removed' } as const;
  const removed = addStep(draft, {
    service,
    because: `${because} is done`,
    after: [checked],
    action: removal,
  });
  return wish.check === undefined ? removed : checked;
}
