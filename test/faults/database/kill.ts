import type { RunView } from '../../../src-main/contract/view.ts';
import type { Desk } from '../../../src-main/engine/desk.ts';
import { openSession, realDesk, runGoal } from '../../engine/real/real-desk.ts';
import type { OwnEngine } from '../../lab/own-engine.ts';
import { type Before, check } from './check.ts';
import { type Death, Mortal } from './death-wish.ts';
import type { DatabaseProject } from './project.ts';
import { volumeHash } from './tree-hash.ts';

/** `first`: nothing is prepared. `warm`: a copy is ready. */
export type Act = 'first' | 'warm' | 'undo';

/** When the run is killed: around the nth change it makes, or so long after it has begun. `step`: the engine is, as that begins. */
export type Instant =
  | { readonly call: number; readonly edge: 'before' | 'after' }
  | { readonly afterMs: number }
  | { readonly step: number };

export type ProgramInstant = Exclude<Instant, { readonly step: number }>;

export type Outcome = {
  readonly act: Act;
  readonly instant: Instant;
  readonly killed: boolean;
  readonly live: 'old' | 'new';
  /** Of the run, until it ended or was killed; the start of its process is not in it. */
  readonly tookMs: number;
  readonly recoveryMs: number;
  readonly faults: readonly string[];
  /** How many changes the run made, where it came to its end. */
  readonly changes: number | null;
};

// I4, and half a minute for a machine that does other things.
const recoveryLimitMs = 10_000;

/** One project on which runs are killed, one after the other; each begins with the project well and a row that only it has. */
export class KillGround {
  readonly #project: DatabaseProject;
  readonly #env: Readonly<NodeJS.ProcessEnv>;
  #next: Mortal;
  #turn = 0;
  #seed = 'seeded';

  constructor(project: DatabaseProject, env: Readonly<NodeJS.ProcessEnv> = process.env) {
    this.#project = project;
    this.#env = env;
    this.#next = new Mortal(env);
  }

  /** Brings it up, and makes one reset and its undo, so that there is something to go back to. */
  async prepare(): Promise<void> {
    await this.#run('up');
    await this.#project.addRow('mine-0');
    await this.#run('reset');
    await this.#run('undo');
  }

  /** Kills the program. */
  kill(act: Act, instant: ProgramInstant): Promise<Outcome> {
    return this.#judged(act, instant, async () => {
      const call = 'call' in instant ? instant.call : null;
      const edge = 'edge' in instant ? instant.edge : 'before';
      const afterMs = 'afterMs' in instant ? instant.afterMs : 0;
      const mortal = this.#next;
      const { dir, settings } = this.#project;
      await mortal.ready();
      const began = performance.now();
      const death = await mortal.die({ settings, dir, goal: goalOf(act), call, edge }, afterMs);
      this.#next = new Mortal(this.#env);
      return { ...death, tookMs: performance.now() - began };
    });
  }

  /** Kills the engine, which comes back; what it ran it no longer does, so the recovery is followed by an up. */
  breakEngine(act: Act, step: number, engine: OwnEngine): Promise<Outcome> {
    return this.#judged(act, { step }, async () => {
      const began = performance.now();
      const restarts: Promise<void>[] = [];
      const view = await this.#atDesk(async (desk) =>
        runGoal(await openSession(desk, this.#project.dir), goalOf(act), ({ steps }) => {
          const begun = steps.filter(({ startedAt }) => startedAt !== null).length;
          if (begun >= step && restarts.length === 0) restarts.push(restart(engine));
        }).catch(() => null),
      );
      await Promise.all(restarts);
      return { ...deathIn(view, restarts.length > 0), tookMs: performance.now() - began };
    });
  }

  async #judged(
    act: Act,
    instant: Instant,
    die: () => Promise<Death & { readonly tookMs: number }>,
  ): Promise<Outcome> {
    const project = this.#project;
    this.#turn += 1;
    await this.#settle(act);
    await project.addRow(`mine-${this.#turn}`);
    const before = await this.#before();
    const made = act === 'undo' ? await this.#rowsOfUndo() : [this.#seed];
    const { killed, changes, said, tookMs } = await die();
    const recovered = await this.#recover();
    const up = 'step' in instant ? await this.#upAgain() : [];
    const { faults, live } = await check(project, { before, made });
    const all = [...faults, ...recovered.faults, ...up, ...(await this.#undoable(before, live, act))];
    if (!killed && changes === null) all.push(`it ended by itself: ${said.slice(-400)}`);
    return { act, instant, killed, live, tookMs, recoveryMs: recovered.tookMs, faults: all, changes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#next[Symbol.asyncDispose]();
  }

  /** What the act needs: a copy ready, nothing prepared, something to undo. */
  async #settle(act: Act): Promise<void> {
    const copiers = await this.#project.docker(
      'ps',
      '-q',
      '--filter',
      `label=berth.project=${this.#project.name}`,
    );
    for (const id of copiers.split('\n').filter(Boolean)) await this.#project.docker('wait', id);
    if (act !== 'first') return;
    this.#seed = `seeded-${this.#turn}`;
    await this.#project.changeSeed(this.#seed);
  }

  async #before(): Promise<Before> {
    const project = this.#project;
    const rows = await project.rows();
    const live = await project.docker(
      'inspect',
      '--format',
      '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{end}}{{end}}',
      `${project.name}-db-1`,
    );
    // Redis writes nothing of its own accord once its last write is on the disk; PostgreSQL does.
    const liveHash = project.server === 'redis' ? await volumeHash(project, live) : null;
    return { rows, live, liveHash, foreignHash: await volumeHash(project, project.foreign) };
  }

  /** What an undo would make live is known only by doing it, twice. */
  async #rowsOfUndo(): Promise<readonly string[]> {
    await this.#run('undo');
    const rows = await this.#project.rows();
    await this.#run('undo');
    return rows;
  }

  async #recover(): Promise<{ readonly tookMs: number; readonly faults: readonly string[] }> {
    const began = performance.now();
    return this.#atDesk(async (desk) => {
      const session = await openSession(desk, this.#project.dir);
      const tookMs = performance.now() - began;
      const faults = tookMs > recoveryLimitMs ? [`I4: recovery took ${Math.round(tookMs)} ms`] : [];
      const { problems, run } = session.view();
      return {
        tookMs,
        faults: [...faults, ...[...problems, ...(run?.problems ?? [])].map((p) => JSON.stringify(p))],
      };
    });
  }

  /** A killed engine may have left containers that only an up makes anew. */
  async #upAgain(): Promise<readonly string[]> {
    try {
      await this.#run('up');
      return [];
    } catch (error) {
      return [String(error)];
    }
  }

  /** I5: where the new data is live, undo brings back the old, to the byte, and its server starts. */
  async #undoable(before: Before, live: 'old' | 'new', act: Act): Promise<readonly string[]> {
    if (live === 'old' || act === 'undo') return [];
    await this.#run('undo');
    const rows = await this.#project.rows();
    const hash = await volumeHash(this.#project, before.live);
    return [
      ...(rows.join() === before.rows.join() ? [] : [`I5: after undo the rows are ${rows.join()}`]),
      ...(before.liveHash === null || hash === before.liveHash ? [] : [`I5: undo changed ${before.live}`]),
    ];
  }

  async #run(goal: 'up' | 'reset' | 'undo'): Promise<void> {
    await this.#atDesk(async (desk) => {
      const view = await approved(async () => runGoal(await openSession(desk, this.#project.dir), goal));
      if (view.status !== 'done') throw new Error(`${goal}: ${JSON.stringify(view.problems)}`);
    });
  }

  async #atDesk<T>(act: (desk: Desk) => Promise<T>): Promise<T> {
    const desk = realDesk(this.#project.settings);
    try {
      return await act(desk);
    } finally {
      await desk.close();
    }
  }
}

/** An engine that has just come back still changes its mind; who sees a plan refused as stale looks again. */
async function approved<T>(act: () => Promise<T>, tries = 5): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (tries === 1 || !String(error).includes('plan-stale')) throw error;
    return approved(act, tries - 1);
  }
}

const goalOf = (act: Act): 'reset' | 'undo' => (act === 'undo' ? 'undo' : 'reset');

async function restart(engine: OwnEngine): Promise<void> {
  await engine.signal('SIGKILL');
  await engine.start();
}

/** Of a run whose engine was to be killed; one that was over before is counted by its steps. */
const deathIn = (view: RunView | null, killed: boolean): Death => ({
  killed,
  changes: view?.status === 'done' ? view.steps.length : null,
  said: JSON.stringify(view?.problems ?? []),
});
