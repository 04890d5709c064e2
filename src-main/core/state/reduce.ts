import { assertNever } from '../../contract/result.ts';
import type { Observed, ObservedContainer } from '../plan/observed.ts';
import type { Happening } from './happening.ts';
import { reduceRun } from './reduce-run.ts';
import type { State } from './state.ts';

/** The state after one more fact. The only way that state changes. */
export function reduce(state: State, happening: Happening): State {
  switch (happening.kind) {
    case 'project loaded': {
      const { kind: _, ...loaded } = happening;
      return { ...state, ...loaded };
    }
    case 'engine changed':
      return { ...state, engine: happening.engine };
    case 'observed':
      return {
        ...state,
        observed: {
          ...happening.observed,
          containers: settled(state.observed, newest(state.observed.containers, happening)),
        },
      };
    case 'container changed':
      return withContainers(state, put(state.observed, happening.container));
    case 'container removed':
      return withContainers(
        state,
        state.observed.containers.filter((container) => container.id !== happening.id),
      );
    case 'container probed':
      return withContainers(
        state,
        state.observed.containers.map((container) =>
          container.id === happening.id && container.state === 'running'
            ? { ...container, health: happening.health, probe: happening.probe }
            : container,
        ),
      );
    case 'generations read':
      return { ...state, generations: happening.generations, chain: happening.chain ?? null };
    case 'run started': {
      const { seenAtEnd: _, ...rest } = state;
      return { ...rest, run: reduceRun(state.run, happening) };
    }
    case 'run extended':
    case 'step started':
    case 'step progressed':
    case 'step finished':
    case 'step failed':
    case 'step skipped':
      return { ...state, run: reduceRun(state.run, happening) };
    case 'run finished': {
      const run = reduceRun(state.run, happening);
      return run === state.run ? state : { ...state, run, seenAtEnd: state.observed.containers };
    }
    default:
      return assertNever(happening);
  }
}

const withContainers = (state: State, containers: readonly ObservedContainer[]): State => ({
  ...state,
  observed: { ...state.observed, containers },
});

function put(observed: Observed, container: ObservedContainer): readonly ObservedContainer[] {
  const [now] = settled(observed, [container]);
  if (now === undefined) return observed.containers;
  const known = observed.containers.some((other) => other.id === container.id);
  return known
    ? observed.containers.map((other) => (other.id === container.id ? now : other))
    : [...observed.containers, now];
}

/** What a look found, but for the containers that something was told of while it was under way. */
function newest(
  now: readonly ObservedContainer[],
  { observed: { containers }, since = now }: Extract<Happening, { kind: 'observed' }>,
): readonly ObservedContainer[] {
  const before = new Map(since.map((container) => [container.id, container]));
  const known = new Map(now.map((container) => [container.id, container]));
  const seen = new Set(containers.map(({ id }) => id));
  const kept = containers.flatMap((container) => {
    const told = known.get(container.id);
    return told === before.get(container.id) ? [container] : told === undefined ? [] : [told];
  });
  return [...kept, ...now.filter(({ id }) => !seen.has(id) && !before.has(id))];
}

/**
 * A container that Berth's own probe found healthy stays so until the engine has decided too: the engine says `starting` until
 * its next check, and never goes from healthy back to starting without a restart.
 */
function settled(before: Observed, containers: readonly ObservedContainer[]): readonly ObservedContainer[] {
  return containers.map((container) => {
    const known = before.containers.find((other) => other.id === container.id);
    const same = known?.startedAt === container.startedAt && known?.state === container.state;
    return same && known.health === 'healthy' && container.health === 'starting'
      ? { ...container, health: 'healthy', probe: known.probe }
      : container;
  });
}
