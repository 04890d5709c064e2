import type { Problem } from '../../src-main/contract/problem.ts';
import { fail, ok } from '../../src-main/contract/result.ts';
import type { Ports } from '../../src-main/engine/ports.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { Digest, Files } from '../../src-main/ports/files.ts';
import type { Keychain } from '../../src-main/ports/keychain.ts';
import type { Machine } from '../../src-main/ports/machine.ts';
import type { SettingsContent } from '../../src-main/ports/settings.ts';
import { FakeBundles } from './fake-bundles.ts';
import type { Watcher, WatcherNews, WatcherWish } from '../../src-main/ports/watcher.ts';
import { FakeEngine } from './fake-docker.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    }),
};

/** Files in memory, by absolute path with `/`. */
export class FakeFiles implements Files {
  readonly texts = new Map<string, string>();
  /** Non-null: writing fails. */
  full: Problem | null = null;

  async readText(path: string) {
    return ok(this.texts.get(path) ?? null);
  }
  async isFolder(path: string): Promise<boolean> {
    return [...this.texts.keys()].some((file) => file.startsWith(`${path}/`));
  }
  async isFile(path: string): Promise<boolean> {
    return this.texts.has(path);
  }
  async list(path: string): Promise<readonly string[]> {
    return [...this.texts.keys()]
      .filter((file) => file.startsWith(`${path}/`))
      .map((file) => file.slice(path.length + 1));
  }
  async digest(path: string): Promise<Digest> {
    const within = [...this.texts].filter(([file]) => file === path || file.startsWith(`${path}/`));
    return within.length === 0 ? { is: 'nothing' } : { is: 'hash', hex: JSON.stringify(within) };
  }
  async writeAtomic(path: string, text: string) {
    if (this.full !== null) return fail(this.full);
    this.texts.set(path, text);
    return ok(undefined);
  }
  async appendFlushed(path: string, text: string) {
    if (this.full !== null) return fail(this.full);
    this.texts.set(path, (this.texts.get(path) ?? '') + text);
    return ok(undefined);
  }
  async createExclusive(path: string, text: string) {
    if (this.full !== null) return fail(this.full);
    if (this.texts.has(path)) return ok(false);
    this.texts.set(path, text);
    return ok(true);
  }
  async remove(path: string): Promise<void> {
    this.texts.delete(path);
  }
  async realPath(path: string): Promise<string | null> {
    return (await this.isFolder(path)) || this.texts.has(path) ? path : null;
  }
  resolve(...parts: readonly string[]): string {
    const absolute = parts.reduce((base, part) => (part.startsWith('/') ? part : `${base}/${part}`), '');
    const steps: string[] = [];
    for (const step of absolute.split('/')) {
      if (step === '..') steps.pop();
      else if (step !== '' && step !== '.') steps.push(step);
    }
    return `/${steps.join('/')}`;
  }
  baseName(path: string): string {
    return path.split('/').at(-1) ?? '';
  }
}

export class FakeKeychain implements Keychain {
  readonly kept = new Map<string, string>();
  problem: Problem | null = null;
  async read(account: string) {
    return this.problem === null ? ok(this.kept.get(account) ?? null) : fail(this.problem);
  }
  async write(account: string, value: string) {
    if (this.problem !== null) return fail(this.problem);
    this.kept.set(account, value);
    return ok(undefined);
  }
  async forget(account: string) {
    return this.problem === null ? ok(this.kept.delete(account)) : fail(this.problem);
  }
  async check() {
    return this.problem === null ? ok({ name: 'memory' }) : fail(this.problem);
  }
  async close(): Promise<void> {}
}

/** A watcher that tells what a test says. */
export class FakeWatcher implements Watcher {
  readonly wishes: WatcherWish[] = [];
  #waiting: WatcherNews[] = [];
  #wake: () => void = () => {};

  tell(...news: readonly WatcherNews[]): void {
    this.#waiting.push(...news);
    this.#wake();
  }

  async *watch(wish: WatcherWish, signal: AbortSignal): AsyncGenerator<WatcherNews> {
    this.wishes.push(wish);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    yield { kind: 'ready' };
    while (!signal.aborted) {
      yield* this.#waiting.splice(0);
      if (this.#waiting.length === 0 && !signal.aborted)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

/** A whole world in memory for a desk. */
export class FakeWorld {
  readonly engine = new FakeEngine();
  readonly files = new FakeFiles();
  readonly keychain = new FakeKeychain();
  readonly watcher = new FakeWatcher();
  readonly bundles = new FakeBundles();
  readonly variables: Record<string, string> = {};
  /** Holders whose process has died. */
  readonly dead = new Set<string>();
  readonly takenPorts = new Set<number>();
  content: SettingsContent = { recent: [] };
  /** As the engine calls itself: ports are looked at only on an engine of this machine. */
  endpoint = 'unix:///fake.sock';

  readonly machine: Machine = {
    platform: 'linux',
    homeDir: '/home/dev',
    workingDir: '/srv',
    variables: this.variables,
    holder: 'dev@here, process 1',
    isHolderAlive: (holder) => !this.dead.has(holder),
    freeBytes: async () => 1e12,
    totalMemoryBytes: () => 16e9,
    isPortFree: async (port) => !this.takenPorts.has(port),
    portOwner: async (port) => (this.takenPorts.has(port) ? 'nginx, process 4711' : null),
    findTool: async (name) => `/usr/bin/${name}`,
  };

  ports(): Ports {
    return {
      findDocker: async () => ok({ ...this.engine.docker, endpoint: this.endpoint }),
      keychain: this.keychain,
      files: this.files,
      machine: this.machine,
      clock: realClock,
      random: {
        bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
        rsaPrivateKeyPem: async (bits) => `a key of ${bits} bits`,
      },
      watcher: this.watcher,
      openBundles: async () => this.bundles,
      settings: {
        dir: '/settings',
        read: () => ok(this.content),
        write: async (change) => {
          this.content = { ...this.content, ...change };
          return ok(undefined);
        },
      },
    };
  }
}
