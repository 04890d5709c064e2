import type { Problem } from '../contract/problem.ts';
import { ok, type Result } from '../contract/result.ts';
import type { Stock } from '../core/database/stock.ts';
import { imageOf } from '../core/plan/names.ts';
import type { ObservedImage } from '../core/plan/observed.ts';
import { readAsked } from './database/read-asked.ts';
import { readSeed } from './database/read-seed.ts';
import { readGoldenKey, readStock } from './database/read-stock.ts';
import { versionFault, type VersionWish } from './database/version-fault.ts';
import type { PlanWish } from './desk.ts';
import type { Asked } from './plan-database.ts';
import { generationsNow } from './planning.ts';
import type { Planned, PlansWorld } from './project-plans.ts';

type Made = Pick<Planned, 'model' | 'journal' | 'observed' | 'docker'>;

/** What is read for one goal or another before it is planned, beyond what the engine says of the project. */
export class PlanFacts {
  readonly #world: PlansWorld;

  constructor(world: PlansWorld) {
    this.#world = world;
  }

  /** The version guard. Problem: server-version. */
  version(wish: PlanWish, made: Made): Promise<Result<void, Problem>> {
    // What is to be done about it is not refused for it.
    return wish.goal === 'upgrade'
      ? Promise.resolve(ok(undefined))
      : versionFault(this.#versionWish(wish, made));
  }

  /** The version guard once more, for an image that was not there when the plan was made. Problem: server-version. */
  judge(
    planned: Planned,
    wish: PlanWish,
    service: string,
    image: ObservedImage,
  ): Promise<Result<void, Problem>> {
    const { model, observed } = planned;
    if (this.#world.source.loaded.profile?.database?.service !== service)
      return Promise.resolve(ok(undefined));
    const reference = imageOf(model, service, model.services[service] ?? { command: null, entrypoint: null });
    const images = { ...observed.images, [reference]: image };
    return this.version(wish, { ...planned, observed: { ...observed, images } });
  }

  #versionWish({ goal, flags }: PlanWish, made: Made): VersionWish {
    const { profile } = this.#world.source.loaded;
    const generations = generationsNow({ ...made, profile });
    return { ...made, profile, generations, goal, name: flags?.name ?? null };
  }

  /** What a goal about the data needs to know beside the engine. */
  asked(wish: PlanWish, made: Made, signal: AbortSignal): Promise<Result<Asked, Problem>> {
    const { ports, live } = this.#world;
    const { dir } = live.state.project;
    const version = this.#versionWish(wish, made);
    return readAsked({ ...ports, dir, environment: this.#world.environment, version }, wish, signal);
  }

  /** Key of what a golden would be made of by the files as they are now; null: it cannot be told. */
  async goldenKey(planned: Pick<Planned, 'model' | 'observed' | 'hashes'>): Promise<string | null> {
    const { source, ports, environment, live } = this.#world;
    const { profile } = source.loaded;
    const { dir } = live.state.project;
    const seed = await readSeed({ ...ports, dir, environment }, profile);
    const read = { ...planned, ...{ files: ports.files, dir, profile, environment } };
    return seed.ok ? readGoldenKey({ ...read, seed: seed.value }) : null;
  }

  /** What is prepared for a reset; asked only for goals that it matters to. */
  async stock(
    wish: PlanWish,
    made: Made & Pick<Planned, 'hashes'> & Pick<Asked, 'seed'>,
    signal: AbortSignal,
  ): Promise<Result<Stock | null, Problem>> {
    if (!['reset', 'prepare', 'prune'].includes(wish.goal)) return ok(null);
    const { source, ports, environment, live } = this.#world;
    const { profile } = source.loaded;
    const { dir } = live.state.project;
    return readStock({ ...made, files: ports.files, dir, profile, environment }, signal);
  }
}
