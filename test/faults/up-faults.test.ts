import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Running } from '../cli/berth.ts';
import { ensureImages } from '../lab/images.ts';
import { canOwnEngine } from '../lab/own-engine.ts';
import { sample, shop } from './stage-projects.ts';
import { type Ended, ending, openStage, type Stage } from './up-stage.ts';

/** `every`: at each call of a run; `100-130`: at those; a number: at so many, spread over it; else at the few of each test. */
const asked = process.env['BERTH_FAULT_POINTS'];
const timeoutMs = asked === undefined ? 90_000 : 8 * 3_600_000;
const project = process.env['BERTH_FAULT_PROJECT'] === 'sample' ? sample : shop;
/** No deadline of Berth for one call, and no wait of this project, is longer. */
const patienceMs = 90_000;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** What a run that met a broken engine may end with. */
const named = [
  'cancelled',
  'container-exited',
  'container-missing',
  'container-unhealthy',
  'disk-full',
  'engine-absent',
  'engine-failed',
  'engine-silent',
  'wait-overdue',
];

let stage: Stage;
let calls: { readonly up: number; readonly down: number };

describe.runIf(canOwnEngine())('whatever breaks', () => {
  beforeAll(async () => {
    await ensureImages(project.images);
    stage = await openStage(project);
    calls = { up: await countedCalls('up'), down: await countedCalls('down') };
    tell(`${calls.up} calls of an up, ${calls.down} of a down`);
    await stage.clear();
  }, 300_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'when the engine ends by %s and comes back, the run ends as wanted or says what it met, and the next one mends it',
    (signal) =>
      atCalls('up', signal === 'SIGKILL' ? 2 : 1, async (nth) => {
        const again = once(nth, async () => {
          await stage.engine.signal(signal);
          await stage.engine.start();
        });
        await endsWell(`engine ended by ${signal} at call ${nth}`, stage.berth('up'), again);
      }),
    timeoutMs,
  );

  test(
    'an engine that stands still for a while is waited for',
    () => atCalls('up', 1, (nth) => standsStill(nth, 2_000, true)),
    timeoutMs,
  );

  test.runIf(asked !== undefined)(
    'an engine that stands still for longer than it may is told, and the next run mends it',
    () => atCalls('up', 1, (nth) => standsStill(nth, 25_000, false)),
    timeoutMs,
  );

  test(
    'an engine whose disk is full says so, still takes down what it runs, and the next up with room is as wanted',
    async () => {
      await stage.engine.fill('full');
      const refused = await stage.berth('up');
      expect(refused).toMatchObject({ code: 1, kinds: ['disk-full'] });
      await stage.engine.fill('free');
      await endsWell('disk full at the start of up', Promise.resolve(refused));
      await stage.engine.fill('full');
      expect(await stage.berth('down')).toMatchObject({ code: 0, kinds: [] });
      await stage.engine.fill('free');
      await stage.expectDown();
    },
    timeoutMs,
  );

  // The engine must be killed within some milliseconds for it: so it is tried until it comes to that.
  test.runIf(asked !== undefined)(
    'a container that an engine was killed over while it started it, and never starts again, is made anew',
    async () => {
      expect(await stage.berth('up')).toMatchObject({ code: 0 });
      expect(await makeStuck(project.containers.at(-1)?.split(' ')[0] ?? '')).toContain('AlreadyExists');
      await endsWell('a start that the engine never forgets', stage.berth('up'));
    },
    timeoutMs,
  );

  test(
    'when the program is killed during up, the next one goes on from there',
    () =>
      atCalls('up', 2, async (nth) => {
        await endsWell(`program killed at call ${nth} of up`, ending(await killedAt(nth, 'up')));
      }),
    timeoutMs,
  );

  test(
    'when the program is killed during down, the next one goes on from there',
    () =>
      atCalls('down', 2, async (nth) => {
        expect(await stage.berth('up')).toMatchObject({ code: 0 });
        await killedAt(nth, 'down');
        expect(await stage.berth('down')).toMatchObject({ code: 0, kinds: [] });
        await stage.expectDown();
        tell(`program killed at call ${nth} of down: the next down ended with nothing left`);
      }),
    timeoutMs,
  );
});

const tell = (line: string): void => void process.stderr.write(asked === undefined ? '' : `${line}\n`);

/** Returns what the engine then says to a start; '' where it never came to that. */
async function makeStuck(container: string): Promise<string> {
  for (let delayMs = 50; delayMs < 250; delayMs += 8) {
    await stage.engine.docker('stop', container);
    const starting = stage.engine.docker('start', container).catch(() => '');
    await pause(delayMs);
    await stage.engine.signal('SIGKILL');
    await starting;
    await stage.engine.start();
    const said = await stage.engine.docker('start', container).catch(String);
    if (said.includes('AlreadyExists')) return said;
  }
  return '';
}

async function standsStill(nth: number, ms: number, unnoticed: boolean): Promise<void> {
  const goesOn = Promise.withResolvers<void>();
  const stopped = once(nth, async () => {
    await stage.engine.signal('SIGSTOP');
    setTimeout(() => stage.engine.signal('SIGCONT').then(goesOn.resolve, goesOn.reject), ms);
  });
  const first = stage.berth('up');
  if (unnoticed) expect(await first).toMatchObject({ code: 0, kinds: [] });
  const mended = async (): Promise<void> => ((await stopped()) ? goesOn.promise : undefined);
  await endsWell(`engine stopped for ${seconds(ms)} at call ${nth}`, first, mended);
}

/** Kills the program while the engine has not been asked for the nth time yet. */
async function killedAt(nth: number, goal: 'up' | 'down'): Promise<Running> {
  const killed = Promise.withResolvers<void>();
  const came = Promise.withResolvers<void>();
  stage.proxy.watch(nth, () => {
    came.resolve();
    return killed.promise;
  });
  const running = stage.start([goal, '--json']);
  await Promise.race([came.promise, running.ended]);
  running.child.kill('SIGKILL');
  await running.ended;
  killed.resolve();
  return running;
}

async function countedCalls(goal: 'up' | 'down'): Promise<number> {
  stage.proxy.watch();
  expect(await stage.berth(goal)).toMatchObject({ code: 0, kinds: [] });
  return stage.proxy.calls().length;
}

/** At each call, or at as many as are asked for. One that ends badly does not keep the others from being tried. */
async function atCalls(goal: 'up' | 'down', few: number, act: (nth: number) => Promise<void>): Promise<void> {
  const bad: unknown[] = [];
  for (const nth of chosenOf(calls[goal], asked ?? String(few))) {
    await act(nth).catch((error: unknown) => {
      tell(`call ${nth}: ${error instanceof Error ? error.message : String(error)}`);
      bad.push(error);
    });
    await stage.clear();
  }
  expect(bad).toEqual([]);
}

function chosenOf(all: number, which: string): readonly number[] {
  if (which === 'every') return chosenOf(all, `1-${all}`);
  const [first, last] = which.split('-').map(Number);
  if (first === undefined) return [];
  return last === undefined
    ? Array.from({ length: first }, (_, index) => Math.ceil(((index + 1) * all) / (first + 1)))
    : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Does it at that call. To be asked once the run has ended: waits until it is done; false where the run made fewer calls. */
function once(nth: number, act: () => Promise<void>): () => Promise<boolean> {
  let doing: Promise<void> | null = null;
  stage.proxy.watch(nth, () => (doing = act()));
  return async () => {
    await doing;
    return doing !== null;
  };
}

async function endsWell(
  fault: string,
  first: Promise<Ended>,
  mended: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const ended = await first;
  await mended();
  expect(ended.tookMs, `${fault}: it hangs`).toBeLessThan(patienceMs);
  for (const kind of ended.kinds) expect(named, fault).toContain(kind);
  stage.proxy.watch();
  const next = await stage.berth('up');
  const then = `${fault}, then ${ended.kinds.join(' ')}, then ${next.details.join(' ')}`;
  expect(next, next.code === 0 ? then : `${then}\n${await stage.told()}`).toMatchObject({
    code: 0,
    kinds: [],
  });
  await stage.expectUp();
  const how = ended.code === 0 ? 'went on to the wanted state' : ended.kinds.join(', ') || 'gone';
  tell(`${fault}: ${how} in ${seconds(ended.tookMs)}, the next up in ${seconds(next.tookMs)}`);
}
