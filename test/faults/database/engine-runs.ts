import { openOwnEngine } from '../../lab/own-engine.ts';
import { type Act, KillGround, type Outcome } from './kill.ts';
import { databaseProject } from './project.ts';

export type EngineWish = {
  /** How often each step is gone through. */
  readonly rounds: number;
  readonly told: (outcome: Outcome) => void;
  /** Nothing is begun once it is aborted. */
  readonly stop: AbortSignal;
};

// Its disk is memory, and generations stay.
const breaksOnOneEngine = 24;
const acts: readonly Act[] = ['warm', 'undo', 'first'];

/** Kills an engine of its own as each step of each act begins, and tells of each how its recovery was judged. */
export async function engineRuns(wish: EngineWish): Promise<void> {
  const steps = new Map<Act, number>();
  await onOneEngine(async (ground, engine) => {
    for (const act of acts) {
      const { changes, faults } = await ground.breakEngine(act, 1_000, engine);
      if (changes === null) throw new Error(`${act} did not come to its end: ${faults.join('\n')}`);
      steps.set(act, changes);
    }
  });
  const once = [...steps].flatMap(([act, count]) =>
    Array.from({ length: count }, (_, index) => ({ act, step: index + 1 })),
  );
  const all = Array.from({ length: wish.rounds }, () => once).flat();
  for (let done = 0; done < all.length && !wish.stop.aborted; done += breaksOnOneEngine)
    await onOneEngine(async (ground, engine) => {
      for (const { act, step } of all.slice(done, done + breaksOnOneEngine))
        if (!wish.stop.aborted) wish.told(await ground.breakEngine(act, step, engine));
    });
}

type Work = (ground: KillGround, engine: Awaited<ReturnType<typeof openOwnEngine>>) => Promise<void>;

/** The desks of this process find the engine as the command line tool does: by its variable. */
async function onOneEngine(work: Work): Promise<void> {
  await using engine = await openOwnEngine(1_024);
  const own = process.env['DOCKER_HOST'];
  await engine.load(['redis:7']);
  process.env['DOCKER_HOST'] = engine.env['DOCKER_HOST'];
  try {
    await using project = await databaseProject('redis', engine.env);
    await using ground = new KillGround(project, engine.env);
    await ground.prepare();
    await work(ground, engine);
  } finally {
    if (own === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = own;
  }
}
