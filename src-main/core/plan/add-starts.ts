import type { ServiceName } from '../../contract/names.ts';
import type { ConvergeWish } from './converge-wish.ts';
import type { Decision, Decisions } from './decide.ts';
import { dependenciesOf } from './dependencies.ts';
import { addStep } from './draft.ts';
import { addHooks } from './hooks.ts';
import { addWaits } from './waits.ts';

/** Starts wait for the conditions of depends_on; within a service they follow each other when it publishes ports. */
export function addStarts(
  wish: ConvergeWish,
  decisions: Decisions,
  service: ServiceName,
  ready: ReadonlyMap<string, readonly number[]>,
  restarted: ReadonlyMap<string, number>,
): void {
  const serial = (wish.input.model.services[service]?.ports ?? []).length > 0;
  const started: number[] = [];
  let conditions: readonly number[] | null = null;
  for (const decision of decisions.get(service) ?? []) {
    const because = startCause(decision, restarted);
    if (because === null) continue;
    conditions ??= dependencyConditions(wish, service);
    const stopped = restarted.get(decision.name) ?? wish.progress.stopped.get(decision.name);
    const after = [
      ...wish.floor,
      ...conditions,
      ...(ready.get(decision.name) ?? []),
      ...(stopped === undefined ? [] : [stopped]),
      ...(serial ? started.slice(-1) : []),
    ];
    const paused = decision.do === 'start' && decision.container.state === 'paused' && stopped === undefined;
    started.push(...addStart(wish, service, { container: decision.name, because, after, paused }));
  }
  wish.progress.started.set(service, started);
}

type Start = {
  readonly container: string;
  readonly because: string;
  readonly after: readonly number[];
  readonly paused: boolean;
};

/** A start and its hooks: a service has started when they are done. */
function addStart({ draft, input }: ConvergeWish, service: ServiceName, start: Start): readonly number[] {
  const { container, because, after } = start;
  // What is paused has started before, and its hooks have run.
  if (start.paused)
    return [addStep(draft, { service, because, after, action: { do: 'unpause container', container } })];
  const id = addStep(draft, { service, because, after, action: { do: 'start container', container } });
  const hook = 'post_start';
  return addHooks({
    draft,
    model: input.model,
    service,
    container,
    hook,
    because: 'it has started',
    after: [id],
  });
}

function startCause(decision: Decision, restarted: ReadonlyMap<string, number>): string | null {
  if (decision.do === 'create') return 'it was just made';
  if (decision.do === 'recreate') return 'it was just replaced';
  if (decision.do === 'start') return decision.because;
  return restarted.has(decision.name) ? 'it was stopped for this' : null;
}

function dependencyConditions(wish: ConvergeWish, service: ServiceName): readonly number[] {
  return dependenciesOf(wish.input.model, service).flatMap(([name, edge]) =>
    addWaits(wish, name, edge.condition, edge.required),
  );
}
