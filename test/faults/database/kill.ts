import type { Desk } from '../../../src-main/engine/desk.ts';
import { openSession, realDesk, runGoal } from '../../engine/real/real-desk.ts';
import { type Before, check } from './check.ts';
import { Mortal } from './death-wish.ts';
import type { DatabaseProject } from './project.ts';
import { volumeHash } from './tree-hash.ts';

/** `first`: nothing is prepared. `warm`: a copy is ready. */
export type Act = 'first' | 'warm' | 'undo';

/** When the run is killed: around the nth change it makes, or so long after it has begun. */
export type Instant =
  | { readonly call: number; readonly edge: 'before' | 'after' }
  | { readonly afterMs: number };

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

  async kill(act: Act, instant: Instant): Promise<Outcome> {
    const project = this.#project;
    this.#turn += 1;
    await this.#settle(act);
    await project.addRow(`mine-${this.#turn}`);
    const before = await this.#before();
    const made = act === 'undo' ? await this.#rowsOfUndo() : [this.#seed];
    const call = 'call' in instant ? instant.call : null;
    const edge = 'edge' in instant ? instant.edge : 'before';
    const afterMs = 'afterMs' in instant ? instant.afterMs : 0;
    const mortal = this.#next;
    const { dir, settings } = project;
    const goal = act === 'undo' ? 'undo' : 'reset';
    await mortal.ready();
    const began = performance.now();
    const death = await mortal.die({ settings, dir, goal, call, edge }, afterMs);
    const tookMs = performance.now() - began;
    this.#next = new Mortal(this.#env);
    const recovered = await this.#recover();
    const { faults, live } = await check(project, { before, made });
    const all = [...faults, ...recovered.faults, ...(await this.#undoable(before, live, act))];
    if (!death.killed && death.changes === null) all.push(`it ended by itself: ${death.said.slice(-400)}`);
    const { killed, changes } = death;
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
      const view = await runGoal(await openSession(desk, this.#project.dir), goal);
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
