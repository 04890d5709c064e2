import { databaseProject, type Seeds, type Server } from './project.ts';
import { type Act, KillGround, type Outcome, type ProgramInstant } from './kill.ts';

export type KillWish = {
  /** Random instants in all. */
  readonly instants: number;
  /** How often each failpoint is gone through: before and after every change that a run makes. */
  readonly rounds: number;
  readonly server: Server;
  readonly seeds: Seeds;
  /** Of the random numbers, so that a run can be had again. */
  readonly seed: number;
  readonly told: (outcome: Outcome) => void;
  /** How many projects are killed side by side. */
  readonly atOnce: number;
  /** Nothing is begun once it is aborted. */
  readonly stop: AbortSignal;
};

// Beyond that the generations of one project only fill the disk.
const killsOnOneProject = 40;

type Kill = { readonly act: Act; readonly instant: ProgramInstant };

const acts: readonly Act[] = ['warm', 'undo', 'first'];

/** Kills runs at every failpoint and at random instants, and tells of each how its recovery was judged. */
export async function killRuns(wish: KillWish): Promise<void> {
  const counted = await changesOf(wish);
  const points = Array.from({ length: wish.rounds }, () => failpoints(counted)).flat();
  const random = randomOf(wish.seed);
  const instants = Array.from({ length: wish.instants }, () => {
    const act = acts[Math.floor(random() * acts.length)] ?? 'warm';
    const { tookMs } = counted.get(act) ?? { tookMs: 1_000 };
    return { act, instant: { afterMs: Math.round(random() * tookMs * 1.1) } };
  });
  const all: readonly Kill[] = [...points, ...instants];
  const portions = Array.from({ length: Math.ceil(all.length / killsOnOneProject) }, (_, index) =>
    all.slice(index * killsOnOneProject, (index + 1) * killsOnOneProject),
  ).values();
  const worker = async (): Promise<void> => {
    for (const portion of portions) {
      if (wish.stop.aborted) return;
      await onOneProject(wish, portion);
    }
  };
  await Promise.all(Array.from({ length: wish.atOnce }, worker));
}

/** Before and after each change. */
const failpoints = (counted: Counted): readonly Kill[] =>
  [...counted].flatMap(([act, { changes }]) =>
    Array.from({ length: changes }, (_, index) => index + 1).flatMap((call) =>
      (['before', 'after'] as const).map((edge) => ({ act, instant: { call, edge } })),
    ),
  );

type Counted = ReadonlyMap<Act, { readonly changes: number; readonly tookMs: number }>;

/** How many changes each act makes, and how long it takes, when nobody kills it. */
async function changesOf(wish: KillWish): Promise<Counted> {
  await using project = await databaseProject(wish.server, process.env, 'quick', wish.seeds);
  await using ground = new KillGround(project);
  await ground.prepare();
  const counted = new Map<Act, { changes: number; tookMs: number }>();
  for (const act of acts) {
    const outcome = await ground.kill(act, { call: 1_000_000, edge: 'after' });
    if (outcome.changes === null)
      throw new Error(`${act} did not come to its end: ${outcome.faults.join('\n')}`);
    counted.set(act, { changes: outcome.changes, tookMs: outcome.tookMs });
  }
  return counted;
}

async function onOneProject(wish: KillWish, kills: readonly Kill[]): Promise<void> {
  await using project = await databaseProject(wish.server, process.env, 'quick', wish.seeds);
  await using ground = new KillGround(project);
  await ground.prepare();
  for (const { act, instant } of kills) {
    if (wish.stop.aborted) return;
    wish.told(await ground.kill(act, instant));
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
