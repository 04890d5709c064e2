import type { Problem } from '../contract/problem.ts';
import { ok, type Result } from '../contract/result.ts';
import type { EngineView } from '../contract/view.ts';
import type { Model } from '../core/compose/model.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker, EngineEvent } from '../ports/docker.ts';
import type { LiveState } from './live-state.ts';
import { observe } from './observe.ts';

export type FollowWorld = {
  readonly docker: () => Promise<Result<Docker, Problem>>;
  /** The connection was lost: where the engine is, is asked anew. */
  readonly forget: () => void;
  /** As the files say now. */
  readonly model: () => Model | null;
  readonly live: LiveState;
  readonly clock: Clock;
  /** A number from 0 to 1: spreads attempts, so that many windows do not all knock at once. */
  readonly chance: () => number;
  /** Called after each full list. */
  readonly listed: () => Promise<void>;
};

const firstPauseMs = 300;
// With the chance that spreads it, an engine that came back is seen again within three seconds.
const longestPauseMs = 2_000;
// Files that name no project have nothing to follow.
const withoutModelMs = 5_000;

/**
 * Keeps the state what the engine says, until the signal: connects, lists, then inspects what each event names. When the
 * connection is lost the state says so, and it begins again; a list after each connect makes good what was missed.
 */
export async function followEngine(world: FollowWorld, signal: AbortSignal): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const began = world.clock.now();
    const problem = await followOnce(world, signal);
    if (signal.aborted) return;
    world.forget();
    if (problem !== null)
      world.live.tell({ kind: 'engine changed', engine: { state: 'unreachable', problem } });
    if (world.clock.now() - began > longestPauseMs) pauseMs = firstPauseMs;
    await world.clock.sleep(pauseMs * (0.5 + world.chance()), signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

/** One connection, from its beginning to its end. Returns why it ended. */
async function followOnce(world: FollowWorld, signal: AbortSignal): Promise<Problem | null> {
  const { live } = world;
  const found = await world.docker();
  if (!found.ok) return found.error;
  const docker = found.value;
  const connected = await engineNow(world, docker, signal);
  if (!connected.ok) return connected.error;
  const ready = () => live.tell({ kind: 'engine changed', engine: connected.value });
  const model = world.model();
  if (model === null) {
    ready();
    await world.clock.sleep(withoutModelMs, signal);
    return null;
  }
  const ended = new AbortController();
  const dirty = new Dirty(world, docker, AbortSignal.any([signal, ended.signal]));
  try {
    for await (const event of docker.events(model.name, signal)) {
      if (event.kind === 'lost') return event.problem;
      if (event.kind === 'connected') {
        const problem = await list(world, docker, signal);
        if (problem !== null) return problem;
        ready();
      } else {
        dirty.note(event);
      }
    }
    return null;
  } finally {
    ended.abort();
  }
}

/** Who the engine is; one that answered for this state, and was not lost since, is not asked again. */
async function engineNow(
  { live }: FollowWorld,
  docker: Docker,
  signal: AbortSignal,
): Promise<Result<EngineView, Problem>> {
  if (live.state.engine.state === 'ready') return ok(live.state.engine);
  const facts = await docker.connect(signal);
  if (!facts.ok) return facts;
  const { version, apiVersion, endpoint } = facts.value;
  return ok({ state: 'ready', version, apiVersion, endpoint });
}

async function list(world: FollowWorld, docker: Docker, signal: AbortSignal): Promise<Problem | null> {
  const model = world.model();
  if (model === null) return null;
  const since = world.live.state.observed.containers;
  const observed = await observe(docker, model, signal);
  if (!observed.ok) return observed.error;
  world.live.tell({ kind: 'observed', observed: observed.value, since });
  await world.listed();
  return null;
}

/**
 * What events named and was not looked at yet. Several events of one container are one look. A call that failed says nothing: it
 * is made again, until the watchdog of the event stream tells that the engine is gone.
 */
class Dirty {
  readonly #world: FollowWorld;
  readonly #docker: Docker;
  readonly #signal: AbortSignal;
  readonly #containers = new Set<string>();
  #others = false;
  #working = false;

  constructor(world: FollowWorld, docker: Docker, signal: AbortSignal) {
    this.#world = world;
    this.#docker = docker;
    this.#signal = signal;
  }

  note(event: Exclude<EngineEvent, { kind: 'connected' | 'lost' }>): void {
    if (event.kind === 'container') this.#containers.add(event.id);
    else this.#others = true;
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (!this.#signal.aborted && (this.#containers.size > 0 || this.#others)) {
      const ids = [...this.#containers];
      this.#containers.clear();
      const others = this.#others;
      this.#others = false;
      const looked = await Promise.all(ids.map((id) => this.#look(id)));
      const isListed = !others || (await list(this.#world, this.#docker, this.#signal)) === null;
      if (!isListed) this.#others = true;
      if (!isListed || looked.includes(false)) await this.#world.clock.sleep(firstPauseMs, this.#signal);
    }
    this.#working = false;
  }

  async #look(id: string): Promise<boolean> {
    const { live } = this.#world;
    const found = await this.#docker.inspectContainer(id, this.#signal);
    if (this.#signal.aborted) return true;
    if (!found.ok) {
      this.#containers.add(id);
      return false;
    }
    if (found.value === null) live.tell({ kind: 'container removed', id });
    else live.tell({ kind: 'container changed', container: found.value });
    return true;
  }
}
