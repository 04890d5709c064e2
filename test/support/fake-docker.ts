import type { Problem } from '../../src-main/contract/problem.ts';
import { fail, ok } from '../../src-main/contract/result.ts';
import type {
  ObservedContainer,
  ObservedImage,
  ObservedNetwork,
  ObservedVolume,
} from '../../src-main/core/plan/observed.ts';
import type { ContainerRequest } from '../../src-main/core/plan/requests.ts';
import type { Answer, Docker, LogRecord } from '../../src-main/ports/docker.ts';
import { FakeEvents } from './fake-events.ts';

/** What the main process of a service's containers does once it is started. */
export type Behaviour = {
  /** The health command succeeds from then on; null: never. */
  readonly answersAfterMs?: number | null;
  /** The engine calls it unhealthy then. */
  readonly unhealthyAfterMs?: number;
  readonly exitsAfterMs?: number;
  readonly exitCode?: number;
  readonly log?: readonly string[];
  /** The engine refuses to start it. */
  readonly startProblem?: Problem;
};

type Held = { container: ObservedContainer; readonly request: ContainerRequest; startedAt: number };

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A small engine in memory: containers with health, exits and events. Times are real and short. */
export class FakeEngine {
  readonly calls: string[] = [];
  /** As the engine calls itself. */
  id = 'fake-engine';
  readonly networks = new Map<string, ObservedNetwork>();
  readonly volumes = new Map<string, ObservedVolume>();
  readonly images = new Map<string, ObservedImage>();
  readonly behaviours = new Map<string, Behaviour>();
  /** What lies in a volume, by its name, as a container that mounts it gives it out. */
  readonly contents = new Map<string, Uint8Array>();
  /** What a pull or build of an image brings, where that is not what it was before. By reference. */
  readonly built = new Map<string, Partial<ObservedImage>>();
  /** A pull or build of these fails. */
  readonly unavailable = new Set<string>();
  readonly #held = new Map<string, Held>();
  readonly #events = new FakeEvents();
  #timers: NodeJS.Timeout[] = [];
  #next = 1;
  /** Non-null: every call answers with it, and event streams end. */
  down: Problem | null = null;
  /** What a container ends with when it is stopped. */
  stopCode = 0;
  /** Non-null: every hook answers with it. */
  hookProblem: Problem | null = null;
  /** What every command in a container says before it fails; null: they are well. */
  execSays: string | null = null;

  /** A container that ends with 0 as soon as it is started, or serves for ever: by service, or by `one-off`. */
  behave(service: string, behaviour: Behaviour): void {
    this.behaviours.set(service, behaviour);
  }

  container(name: string): ObservedContainer | null {
    return this.#held.get(name)?.container ?? null;
  }

  /** Those of the project, without the ones that Berth makes for itself. */
  get containers(): readonly ObservedContainer[] {
    return this.all.filter(({ labels }) => labels['berth.project'] === undefined);
  }

  get all(): readonly ObservedContainer[] {
    return [...this.#held.values()]
      .map(({ container }) => container)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  requestOf(name: string): ContainerRequest | null {
    return this.#held.get(name)?.request ?? null;
  }

  /** The engine goes away: calls fail and event streams end. */
  lose(problem: Problem): void {
    this.down = problem;
    this.#events.emit({ kind: 'lost', problem });
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  /** Changes a container as something outside Berth would. */
  change(name: string, change: Partial<ObservedContainer>): void {
    const held = this.#held.get(name);
    if (held === undefined) throw new Error(`there is no container ${name}`);
    held.container = { ...held.container, ...change };
    this.#events.emit({ kind: 'container', id: held.container.id, action: 'changed' });
  }

  readonly docker: Docker = {
    endpoint: 'fake://engine',
    engineId: () => this.id,
    connect: async () =>
      this.down === null
        ? ok({
            endpoint: 'fake://engine',
            version: '28.0',
            apiVersion: '1.51',
            os: 'linux',
            arch: 'amd64',
            memoryBytes: null,
            cpus: null,
            rootDir: null,
            product: 'Docker Engine',
            containers: 'linux',
            id: this.id,
          })
        : fail(this.down),
    listContainers: () => this.#answer(() => this.containers),
    listOwnContainers: () =>
      this.#answer(() => this.all.filter(({ labels }) => labels['berth.project'] !== undefined)),
    inspectContainer: (name) => this.#answer(() => this.#find(name)?.container ?? null),
    portHolder: () => this.#answer(() => null),
    listNetworks: () => this.#answer(() => [...this.networks.values()]),
    listOwnNetworks: () =>
      this.#answer(() =>
        [...this.networks.values()].filter(({ labels }) => labels['berth.project'] !== undefined),
      ),
    inspectNetwork: (name) => this.#answer(() => this.networks.get(name) ?? null),
    listVolumes: () =>
      this.#answer(() =>
        [...this.volumes.values()].filter(({ labels }) => labels['berth.lock'] === undefined),
      ),
    inspectVolume: (name) => this.#answer(() => this.volumes.get(name) ?? null),
    inspectImage: (reference) => this.#answer(() => this.images.get(reference) ?? null),
    registryDigest: (reference) => this.#answer(() => `sha256:${reference.length}`),
    pullImage: (reference, _platform, report) => {
      report('1 of 1 MB', 1);
      return this.#bring(`pull ${reference}`, reference);
    },
    buildImage: ({ image }) => this.#bring(`build ${image}`, image),
    createNetwork: (request) =>
      this.#call(`create network ${request.Name}`, () => {
        this.networks.set(request.Name, { id: request.Name, name: request.Name, labels: request.Labels });
      }),
    removeNetwork: (name) => this.#call(`remove network ${name}`, () => void this.networks.delete(name)),
    // One that is there stays as it is.
    createVolume: (request) =>
      this.#call(`create volume ${request.Name}`, () => {
        if (!this.volumes.has(request.Name)) this.addVolume(request.Name, request.Labels);
      }),
    removeVolume: (name) => this.#call(`remove volume ${name}`, () => void this.volumes.delete(name)),
    createContainer: async (request) => {
      const created = await this.#call(`create ${request.name}`, () => this.#create(request));
      return created.ok ? ok(created.value) : created;
    },
    startContainer: (name) => this.#start(name),
    stopContainer: (name) => this.#call(`stop ${name}`, () => this.#exit(name, this.stopCode)),
    pauseContainer: (name) => this.#call(`pause ${name}`, () => this.change(name, { state: 'paused' })),
    unpauseContainer: (name) => this.#call(`unpause ${name}`, () => this.change(name, { state: 'running' })),
    killContainer: (name, signal) => this.#call(`kill ${signal} ${name}`, () => this.#exit(name, 137)),
    removeContainer: (name) =>
      this.#call(`remove ${name}`, () => {
        const held = this.#held.get(name);
        this.#held.delete(name);
        if (held !== undefined)
          this.#events.emit({ kind: 'container', id: held.container.id, action: 'destroy' });
      }),
    waitForExit: (name, signal) => this.#waitForExit(name, signal),
    renameContainer: (name, to) => this.#call(`rename ${name} ${to}`, () => this.#rename(name, to)),
    removeImage: (reference) =>
      this.#call(`remove image ${reference}`, () => void this.images.delete(reference)),
    copyInto: (name, files) =>
      this.#call(`copy ${files.map(({ to }) => to).join(' ')} into ${name}`, () => files.length),
    readArchive: (name) =>
      this.#answer(() => ({
        content: once(this.contents.get(this.#volumeOf(name)) ?? new Uint8Array()),
        close: () => {},
      })),
    writeArchive: async (name, path, content) => {
      const pieces: number[] = [];
      try {
        for await (const piece of content) pieces.push(...piece);
      } catch {
        return fail({ kind: 'cancelled', goal: `fill ${path} of ${name}` });
      }
      return this.#call(`fill ${name}`, () => {
        this.contents.set(this.#volumeOf(name), new Uint8Array(pieces));
      });
    },
    exec: (name, command) => this.#exec(name, command),
    runHook: (name, { Cmd }) => this.#hook(name, Cmd),
    healthCommand: (name) =>
      this.#answer(() => {
        const held = this.#find(name);
        if (held === undefined || !this.#isChecked(held)) return null;
        const test = held.request.body.Healthcheck?.Test ?? ['CMD', 'check'];
        return { command: test.slice(1), timeoutMs: 1000 };
      }),
    events: (_project, signal) => this.#events.follow(signal),
    logs: (name) => this.#logs(name),
  };

  addImage(reference: string, own: Partial<ObservedImage> = {}): void {
    this.images.set(reference, {
      id: `sha256:${reference}`,
      digests: [],
      volumes: [],
      healthcheck: false,
      ...own,
    });
  }

  addVolume(name: string, labels: Readonly<Record<string, string>> = {}): void {
    this.volumes.set(name, { name, driver: 'local', createdAt: Date.now(), labels });
  }

  async #bring(call: string, image: string): Answer<void> {
    if (this.unavailable.has(image)) {
      this.calls.push(`${call} (refused)`);
      return fail({ kind: 'image-unavailable', image, detail: 'it is not there' });
    }
    return this.#call(call, () => this.addImage(image, this.built.get(image) ?? {}));
  }

  async #answer<T>(read: () => T): Answer<T> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.down === null ? ok(read()) : fail(this.down);
  }

  async #call<T>(text: string, change: () => T): Answer<T> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (this.down !== null) return fail(this.down);
    // The lock of a run is no part of what it does.
    if (!text.includes(' volume berth.lock.')) this.calls.push(text);
    return ok(change());
  }

  #volumeOf(name: string): string {
    return this.#find(name)?.request.body.HostConfig.Mounts?.[0]?.Source ?? '';
  }

  #find(nameOrId: string): Held | undefined {
    return (
      this.#held.get(nameOrId) ?? [...this.#held.values()].find(({ container }) => container.id === nameOrId)
    );
  }

  #create(request: ContainerRequest): string {
    const { body, name } = request;
    // As at a real engine, the first twelve digits tell one from another.
    const id = (this.#next++).toString(16).padStart(12, '0').padEnd(64, '0');
    const labels = body.Labels;
    const container: ObservedContainer = {
      id,
      name,
      service: labels['com.docker.compose.service'] ?? '',
      number: Number(labels['com.docker.compose.container-number'] ?? 0),
      oneOff: labels['com.docker.compose.oneoff'] === 'True',
      state: 'created',
      health: 'none',
      exitCode: null,
      outOfMemory: false,
      restarts: 0,
      startedAt: null,
      finishedAt: null,
      configHash: labels['com.docker.compose.config-hash'] ?? '',
      imageId: labels['com.docker.compose.image'] ?? '',
      image: body.Image,
      labels,
      networks: Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {}),
      mounts: (body.HostConfig.Binds ?? []).map((bind) => {
        const [source = '', target = ''] = bind.split(':');
        return { type: source.startsWith('/') ? 'bind' : 'volume', source, target, readOnly: false };
      }),
      ports: [],
      probe: null,
      failingStreak: 0,
    };
    this.#held.set(name, { container, request, startedAt: 0 });
    this.#events.emit({ kind: 'container', id, action: 'create' });
    return id;
  }

  /** One that was made to serve others, and does so until it is stopped. */
  #serves({ request }: Held): boolean {
    return request.body.Healthcheck?.Test !== undefined;
  }

  #isChecked({ request: { body } }: Held): boolean {
    return body.Healthcheck?.Test !== undefined || this.images.get(body.Image)?.healthcheck === true;
  }

  #behaviourOf(held: Held): Behaviour {
    const copies = held.container.labels['berth.copy.to'] !== undefined;
    if (copies) return this.behaviours.get('copy') ?? { exitsAfterMs: 2, exitCode: 0 };
    if (held.container.labels['berth.read'] !== undefined)
      return this.behaviours.get('read') ?? { exitsAfterMs: 2, exitCode: 0 };
    if (held.container.oneOff && !this.#serves(held))
      return this.behaviours.get(held.request.body.Cmd?.[0] ?? '') ?? { exitsAfterMs: 2, exitCode: 0 };
    return this.behaviours.get(held.container.service) ?? {};
  }

  async #start(name: string): Answer<void> {
    const held = this.#held.get(name);
    const behaviour = held === undefined ? {} : this.#behaviourOf(held);
    if (behaviour.startProblem !== undefined) {
      this.calls.push(`start ${name} (refused)`);
      return fail(behaviour.startProblem);
    }
    return this.#call(`start ${name}`, () => {
      if (held === undefined) throw new Error(`there is no container ${name}`);
      const checked = this.#isChecked(held);
      held.startedAt = Date.now();
      this.#set(held, {
        state: 'running',
        health: checked ? 'starting' : 'none',
        exitCode: null,
        startedAt: held.startedAt,
      });
      if (behaviour.exitsAfterMs !== undefined)
        this.#later(behaviour.exitsAfterMs, () => this.#exit(held.container.name, behaviour.exitCode ?? 0));
      if (behaviour.unhealthyAfterMs !== undefined) {
        const probe = { output: 'it says no', exitCode: 1, at: Date.now() };
        this.#later(behaviour.unhealthyAfterMs, () => this.#set(held, { health: 'unhealthy', probe }));
      }
    });
  }

  #exit(name: string, exitCode: number): void {
    const held = this.#held.get(name);
    if (held === undefined || held.container.state !== 'running') return;
    this.#set(held, { state: 'exited', health: 'none', exitCode, finishedAt: Date.now() });
  }

  async #waitForExit(name: string, signal: AbortSignal): Answer<number | null> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (signal.aborted) return fail({ kind: 'cancelled', goal: 'wait' });
      if (this.down !== null) return fail(this.down);
      const found = this.#find(name)?.container ?? null;
      if (found === null) return ok(null);
      if (found.state === 'exited') return ok(found.exitCode ?? -1);
    }
  }

  #rename(name: string, to: string): void {
    const held = this.#held.get(name);
    if (held === undefined) throw new Error(`there is no container ${name}`);
    this.#held.delete(name);
    this.#held.set(to, held);
    this.#set(held, { name: to });
  }

  async #exec(name: string, _command: readonly string[]): Answer<{ exitCode: number; output: string }> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (this.down !== null) return fail(this.down);
    const held = this.#find(name);
    if (held === undefined || held.container.state !== 'running') {
      const [status, message] =
        held === undefined ? [404, 'no such container'] : [409, 'the container is not running'];
      return fail({ kind: 'engine-failed', call: 'exec', status, message });
    }
    if (this.execSays !== null) return ok({ exitCode: 1, output: this.execSays });
    const answersAfterMs = this.#behaviourOf(held).answersAfterMs;
    const answers = answersAfterMs !== null && Date.now() - held.startedAt >= (answersAfterMs ?? 3);
    return ok(answers ? { exitCode: 0, output: 'ok' } : { exitCode: 1, output: 'not yet' });
  }

  async #hook(name: string, command: readonly string[]): Answer<{ exitCode: number; output: string }> {
    if (this.hookProblem !== null) return fail(this.hookProblem);
    const ran = await this.#call(`hook ${name} ${command.join(' ')}`, () => command[0] === 'false');
    return ran.ok ? ok({ exitCode: ran.value ? 1 : 0, output: ran.value ? 'it cannot' : '' }) : ran;
  }

  #set(held: Held, change: Partial<ObservedContainer>): void {
    held.container = { ...held.container, ...change };
    this.#events.emit({ kind: 'container', id: held.container.id, action: 'changed' });
  }

  #later(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }

  async *#logs(name: string): AsyncGenerator<LogRecord> {
    const held = this.#find(name);
    const lines = held === undefined ? [] : (this.#behaviourOf(held).log ?? []);
    for (const line of lines) yield { stream: 'stdout', at: Date.now(), text: `${line}\n` };
  }
}
