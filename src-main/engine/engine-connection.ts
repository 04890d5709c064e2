import type { Problem } from '../contract/problem.ts';
import { ok, type Result } from '../contract/result.ts';
import type { EngineView } from '../contract/view.ts';
import type { Docker } from '../ports/docker.ts';
import type { LiveState } from './live-state.ts';

export type Connected = { readonly docker: Docker; readonly engine: EngineView };

export type ConnectionWorld = {
  readonly live: LiveState;
  readonly docker: () => Promise<Result<Docker, Problem>>;
};

/** Who the engine is, asked before anything is planned. */
export class EngineConnection {
  readonly #world: ConnectionWorld;
  #engineId: string | null = null;
  #early: Promise<Result<Connected, Problem>> | null = null;

  constructor(world: ConnectionWorld) {
    this.#world = world;
  }

  /** Of the engine that was last connected to. */
  get engineId(): string | null {
    return this.#engineId;
  }

  /** Asks while other things are read; the next `ask` takes the answer. One that nobody took is of no use later. */
  askEarly(signal: AbortSignal): void {
    this.#early = this.#connect(signal);
  }

  /** For the next `ask`, which follows at once. */
  keep(connected: Connected): void {
    this.#early = Promise.resolve(ok(connected));
  }

  ask(signal: AbortSignal): Promise<Result<Connected, Problem>> {
    const early = this.#early;
    this.#early = null;
    return early ?? this.#connect(signal);
  }

  async #connect(signal: AbortSignal): Promise<Result<Connected, Problem>> {
    const docker = await this.#world.docker();
    if (!docker.ok) return docker;
    const { engine } = this.#world.live.state;
    this.#engineId = docker.value.engineId() ?? this.#engineId;
    if (engine.state === 'ready') return ok({ docker: docker.value, engine });
    const facts = await docker.value.connect(signal);
    if (!facts.ok) return facts;
    const { version, apiVersion, endpoint, id } = facts.value;
    this.#engineId = id;
    return ok({ docker: docker.value, engine: { state: 'ready', version, apiVersion, endpoint } });
  }
}
