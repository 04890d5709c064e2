import { followEngine, type FollowWorld } from './follow.ts';
import type { PlansWorld } from './project-plans.ts';

export type FollowingWorld = Pick<PlansWorld, 'ports' | 'live' | 'source' | 'docker'> &
  Pick<FollowWorld, 'forget' | 'listed'>;

/** Follows the engine for the project's present name, from when somebody first wants to see it until it is closed. */
export class Following {
  readonly #world: FollowingWorld;
  #isClosed = false;
  #current: {
    readonly name: string | null;
    readonly stop: AbortController;
    readonly done: Promise<void>;
  } | null = null;

  constructor(world: FollowingWorld) {
    this.#world = world;
  }

  /** Goes on where it follows that name already. */
  begin(): void {
    const name = this.#world.source.loaded.model?.name ?? null;
    if (this.#isClosed || (this.#current !== null && this.#current.name === name)) return;
    this.#current?.stop.abort();
    const stop = new AbortController();
    this.#current = { name, stop, done: this.#followUntil(stop.signal) };
  }

  /** An edit may have changed the name. Nothing where nobody looks yet. */
  again(): void {
    if (this.#current !== null) this.begin();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#current?.stop.abort();
    await this.#current?.done;
  }

  #followUntil(signal: AbortSignal): Promise<void> {
    const { ports, source, ...world } = this.#world;
    const chance = (): number => (ports.random.bytes(1)[0] ?? 0) / 255;
    return followEngine({ ...world, clock: ports.clock, chance, model: () => source.loaded.model }, signal);
  }
}
