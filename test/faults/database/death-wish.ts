import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a process that is to die does, and when it dies. */
export type DeathWish = {
  readonly settings: string;
  readonly dir: string;
  readonly goal: 'reset' | 'undo';
  /** Before or after the nth change it makes to engine or disk; null: when it is killed from outside. */
  readonly call: number | null;
  readonly edge: 'before' | 'after';
};

/** How it ended. `killed` false: it had come to its end before. `changes`: how many it made, where it came to its end. */
export type Death = {
  readonly killed: boolean;
  readonly changes: number | null;
  readonly said: string;
};

const script = fileURLToPath(new URL('./die.ts', import.meta.url));
// Loading is most of the processor's work of a kill; what one of them compiled serves the next.
const compiled = fileURLToPath(new URL('../../../out/compiled', import.meta.url));

/** A process that has loaded everything and waits for its wish: so that none of the loading counts as running. */
export class Mortal {
  readonly #child: ChildProcess;
  #said = '';
  readonly #ended: Promise<string | null>;

  constructor(env: Readonly<NodeJS.ProcessEnv>) {
    this.#child = spawn(process.execPath, [script], {
      env: { ...env, NODE_COMPILE_CACHE: compiled },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.#child.stdin?.on('error', () => undefined);
    this.#ended = new Promise((resolve) => this.#child.on('close', (_, signal) => resolve(signal)));
  }

  /** Resolves when it has loaded everything. */
  ready(): Promise<void> {
    return this.#says('loaded');
  }

  /** `afterMs`: how long after it has begun it is killed, where its wish names no call. */
  async die(wish: DeathWish, afterMs: number): Promise<Death> {
    await this.ready();
    this.#child.stdin?.end(`${JSON.stringify(wish)}\n`);
    if (wish.call === null) {
      await this.#says('begun');
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), afterMs);
      void this.#ended.then(() => clearTimeout(timer));
    }
    const killed = (await this.#ended) === 'SIGKILL';
    const changes = /"changes":(\d+)/.exec(this.#said)?.[1];
    return { killed, changes: changes === undefined ? null : Number(changes), said: this.#said };
  }

  /** For one that is not needed any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async #says(word: string): Promise<void> {
    let over = false;
    void this.#ended.then(() => (over = true));
    while (!this.#said.includes(`${word}\n`) && !over)
      await new Promise((resolve) => this.#child.stdout?.once('data', resolve) ?? resolve(undefined));
  }
}
