import type { ConfigQuestion } from '../../src-main/contract/config-question.ts';
import type { Environment } from '../../src-main/contract/names.ts';
import type { Problem } from '../../src-main/contract/problem.ts';
import { fail, ok } from '../../src-main/contract/result.ts';
import type { MigrationsView } from '../../src-main/contract/database-view.ts';
import type {
  CommandView,
  EnvironmentView,
  LogBatch,
  PlanView,
  RunView,
  ServiceView,
  StepView,
} from '../../src-main/contract/view.ts';
import type { WatchReport } from '../../src-main/contract/watch-report.ts';
import type {
  ComposeHandover,
  Desk,
  LogsWish,
  OpenWish,
  Outcome,
  PlanWish,
  Session,
} from '../../src-main/engine/desk.ts';

/** A service of the board with everything filled in; `change` says what differs. */
export const serviceView = (name: string, change: Partial<ServiceView> = {}): ServiceView => ({
  name,
  image: `${name}:1`,
  state: 'running',
  health: 'healthy',
  verdict: 'green',
  cause: null,
  chain: [],
  ports: [],
  url: null,
  container: `demo-${name}-1`,
  containerId: `${name}0123456789ab`,
  startedAt: 1_000,
  restarts: 0,
  exitCode: null,
  running: 1,
  wanted: 1,
  commands: [],
  ...change,
});

const command = (goal: CommandView['goal']): CommandView => ({
  goal,
  enabled: true,
  whyNot: null,
  confirm: null,
});

export const environmentView = (change: Partial<EnvironmentView> = {}): EnvironmentView => ({
  project: {
    id: 'p1',
    name: 'demo',
    dir: '/srv/demo',
    environment: 'local',
    hasProfile: true,
    files: ['/srv/demo/compose.yaml'],
  },
  engine: { state: 'ready', version: '28.5.2', apiVersion: '1.51', endpoint: 'unix:///var/run/docker.sock' },
  services: [serviceView('db'), serviceView('api')],
  orphans: [],
  edges: [{ from: 'api', to: 'db', condition: 'service_healthy', required: true, waiting: null }],
  commands: [command('up'), command('down'), command('reset'), command('undo')],
  run: null,
  database: null,
  suggestedDatabase: null,
  problems: [],
  warnings: [],
  ...change,
});

export const stepView = (id: number, change: Partial<StepView> = {}): StepView => ({
  id,
  after: [],
  service: 'db',
  title: 'start container',
  because: 'it is not running',
  status: 'done',
  startedAt: 1_000,
  finishedAt: 1_250,
  progress: null,
  fraction: null,
  problem: null,
  equivalent: 'docker start demo-db-1',
  ...change,
});

export const runView = (change: Partial<RunView> = {}): RunView => ({
  id: 'r1',
  goal: 'up',
  status: 'done',
  startedAt: 1_000,
  finishedAt: 2_500,
  steps: [stepView(1)],
  problems: [],
  warnings: [],
  nothingToDo: false,
  ...change,
});

export const planView = (change: Partial<PlanView> = {}): PlanView => ({
  id: 'abcdef0123456789',
  goal: 'up',
  text: '[] -> #1 db: start container: it is not running\n',
  steps: [
    {
      id: 1,
      after: [],
      service: 'db',
      title: 'start container',
      because: 'it is not running',
      equivalent: 'docker start demo-db-1',
    },
  ],
  loses: [],
  warnings: [],
  ...change,
});

/** A desk with one project `p1` whose every answer a test may set. It records what it was asked. */
export class FakeDesk implements Desk {
  readonly session1 = new FakeSession();
  readonly opened: OpenWish[] = [];
  readonly checked: (string | null)[] = [];
  openProblems: readonly Problem[] = [];
  closed = false;

  async open(wish: OpenWish) {
    this.opened.push(wish);
    return this.openProblems.length > 0 ? fail(this.openProblems) : ok(this.session1.project);
  }
  list() {
    return [this.session1.project];
  }
  recent() {
    return ['/srv/demo', '/srv/other'];
  }
  session(project: string) {
    return project === 'p1' ? ok(this.session1) : fail<Problem>({ kind: 'project-unknown', project });
  }
  async check(project: string | null) {
    this.checked.push(project);
    return [
      { id: 'engine', title: 'Docker Engine answers', status: 'ok' as const, evidence: '28.5.2', fix: null },
    ];
  }
  async close() {
    this.closed = true;
  }
  async bundleKeys() {
    return ok([]);
  }
  async forgetBundleKey() {
    return ok(false);
  }
}

/** One project whose view a test pushes with `show`, and whose streams say when their `finally` ran. */
class FakeSession implements Session {
  readonly project = { id: 'p1', name: 'demo', dir: '/srv/demo', environment: 'local' as Environment };
  readonly asked: unknown[] = [];
  configWarnings: readonly string[] = [];
  /** Names of streams that reached their `finally`. */
  readonly ended: string[] = [];
  /** Views that `watch` handed out. */
  watched = 0;
  problems: readonly Problem[] | null = null;
  /** Refuses a start without the id of the plan. */
  wantsApproval = false;
  plan1 = planView();
  runs: RunView[] = [
    runView({
      status: 'running',
      finishedAt: null,
      steps: [stepView(1, { status: 'running', finishedAt: null })],
    }),
    runView(),
  ];
  /** `follow` stops before its last item until `cancel` is called; then ends with this run. */
  cancelledRun: RunView | null = null;
  batches: LogBatch[] | 'endless' = [
    {
      lines: [
        { service: 'api', stream: 'stdout', at: 1_000, text: 'ready', level: 'info', correlation: null },
      ],
      dropped: 0,
    },
  ];
  secretValues = new Map<string, string>();
  #view = environmentView();
  #wake = new Set<() => void>();

  show(view: EnvironmentView) {
    this.#view = view;
    for (const wake of this.#wake) wake();
  }
  view() {
    return this.#view;
  }
  async ready() {
    this.asked.push('ready');
  }
  async reload() {
    this.asked.push('reload');
  }
  async *watch(signal: AbortSignal) {
    let last: EnvironmentView | null = null;
    try {
      while (!signal.aborted) {
        while (last === this.#view && !signal.aborted) await this.#changed(signal);
        if (signal.aborted) return;
        last = this.#view;
        this.watched += 1;
        yield last;
      }
    } finally {
      this.ended.push('watch');
    }
  }
  async keepPort(key: string, port: number) {
    this.asked.push(['keepPort', key, port]);
    return this.#answer('/srv/demo/.env.local');
  }
  async plan(wish: PlanWish) {
    this.asked.push(['plan', wish]);
    return this.#answer({ ...this.plan1, goal: wish.goal });
  }
  async start(wish: PlanWish, approve: string | null) {
    this.asked.push(['start', wish, approve]);
    if (this.wantsApproval && approve === null) {
      return fail<readonly Problem[]>([{ kind: 'not-confirmed', goal: wish.goal, loses: this.plan1.loses }]);
    }
    if (approve !== null && approve !== this.plan1.id) {
      return fail<readonly Problem[]>([{ kind: 'plan-stale', approved: approve, current: this.plan1.id }]);
    }
    return this.#answer('r1');
  }
  async *follow(run: string, signal: AbortSignal) {
    this.asked.push(['follow', run]);
    try {
      const last = this.runs.length - 1;
      for (const [index, item] of this.runs.entries()) {
        if (index === last && this.cancelledRun !== null) {
          while (!this.asked.includes('cancel') && !signal.aborted) await this.#changed(signal);
          yield this.cancelledRun;
          return;
        }
        yield item;
      }
    } finally {
      this.ended.push('follow');
    }
  }
  cancel(run: string) {
    this.asked.push('cancel', ['cancel', run]);
    for (const wake of this.#wake) wake();
  }
  async logs(wish: LogsWish, signal: AbortSignal) {
    this.asked.push(['logs', wish]);
    return this.#answer(this.#batches(signal));
  }
  async watchFiles(services: readonly string[], signal: AbortSignal) {
    this.asked.push(['watch', services]);
    return this.#answer(this.#reports(signal));
  }
  async *#reports(signal: AbortSignal): AsyncGenerator<WatchReport> {
    yield { kind: 'watching', paths: ['/srv/demo/src'], services: ['api'] };
    yield { kind: 'copied', service: 'api', files: 2, removed: 1, elapsedMs: 40, first: false };
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  async configText(question: ConfigQuestion) {
    this.asked.push(['config', question]);
    const { subject, format } = question;
    if (subject !== 'model') return this.#answer({ text: `${subject}\n`, warnings: [] });
    const text = format === 'json' ? '{"name":"demo"}' : 'name: demo\n';
    return this.#answer({ text, warnings: this.configWarnings });
  }
  async keys() {
    return this.#answer([
      {
        name: 'API__LOG_LEVEL',
        describe: 'Log level',
        secret: false,
        required: true,
        type: 'one of debug, info',
        value: 'info',
        origin: 'default' as const,
        shadowed: [],
        usedBy: ['api'],
        problems: [],
      },
    ]);
  }
  async secrets() {
    return this.#answer([
      {
        name: 'DB__PASSWORD',
        describe: 'Password of the app role',
        status: this.secretValues.has('DB__PASSWORD') ? ('set' as const) : ('missing' as const),
        origin: null,
        usedBy: ['db'],
        canGenerate: true,
        delivery: 'env' as const,
      },
    ]);
  }
  async setSecret(name: string, value: string) {
    this.secretValues.set(name, value);
    return this.#answer(undefined);
  }
  async generateSecrets(name: string | null) {
    return this.#answer([name ?? 'DB__PASSWORD']);
  }
  async forgetSecret(name: string) {
    this.asked.push(['forget', name]);
    return this.#answer(undefined);
  }
  async migrations(): Outcome<MigrationsView> {
    return this.#answer({ head: '0002', current: '0001', pending: true });
  }
  async composeHandover(verb: string): Outcome<ComposeHandover> {
    this.asked.push(['compose', verb]);
    return this.#answer({ docker: '/usr/bin/docker', arguments: ['compose', '-p', 'demo'], stdin: null });
  }
  async close() {}

  #answer<T>(value: T) {
    return this.problems === null ? ok(value) : fail(this.problems);
  }
  async *#batches(signal: AbortSignal) {
    try {
      if (this.batches !== 'endless') {
        yield* this.batches;
        return;
      }
      // Never waits: what a flood of lines looks like to the router.
      for (let dropped = 0; !signal.aborted; dropped += 1) yield { lines: [], dropped };
    } finally {
      this.ended.push('logs');
    }
  }
  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
