import type { Goal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { policies } from '../core/config/policy.ts';
import { redactor } from '../core/secrets/redact.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { nothingLoaded, loadProject } from './load-project.ts';
import type { LiveState } from './live-state.ts';
import type { Loaded, LoadWish } from './loaded.ts';
import type { Ports } from './ports.ts';
import { redactHappening } from './redact-happening.ts';
import { secretSource } from './secret-source.ts';

// Within this time a second act of the same click sees what the first one read.
const freshMs = 1_000;

/** What the files and sources of a project say, read again when it is asked for and older than a moment. */
export class ProjectSource {
  readonly #ports: Ports;
  readonly #wish: LoadWish;
  readonly #live: LiveState;
  #loaded: Loaded = nothingLoaded;
  #loadedAt: number | null = null;
  #loading: Promise<Loaded> | null = null;
  #next: Promise<Loaded> | null = null;
  #redact: (text: string) => string = (text) => text;
  readonly secrets: SecretSource;

  constructor(ports: Ports, wish: LoadWish, live: LiveState) {
    this.#ports = ports;
    this.#wish = wish;
    this.#live = live;
    this.secrets = secretSource(() => {
      const { profile } = this.#loaded;
      const { environment } = wish;
      const { keychain, machine } = ports;
      return {
        profile,
        environment,
        variables: machine.variables,
        keychain,
        usesKeychain: policies[environment].usesKeychain,
      };
    });
  }

  get loaded(): Loaded {
    return this.#loaded;
  }

  /** The name of a project that has no Compose file here, where it was given and a goal can do without one; else null. */
  nameAlone(goal: Goal): string | null {
    const { model, problems } = this.#loaded;
    const name = this.#wish.compose?.projectName ?? null;
    const onlyMissing = problems.length > 0 && problems.every(({ kind }) => kind === 'compose-missing');
    return model === null && onlyMissing && needNoFile.has(goal) ? name : null;
  }

  readonly redact = (text: string): string => this.#redact(text);

  /** As it was read a moment ago, or anew. */
  async fresh(): Promise<Loaded> {
    const ageMs = this.#loadedAt === null ? freshMs : this.#ports.clock.now() - this.#loadedAt;
    // Below zero: the clock was set back.
    if (ageMs >= 0 && ageMs < freshMs) return this.#loaded;
    return this.#loading ?? this.reload();
  }

  /** Reads what is there now. A reading under way may have passed a file that was written since, so another one comes after it. */
  reload(): Promise<Loaded> {
    if (this.#loading === null) {
      this.#loading = this.#load().finally(() => {
        this.#loading = null;
      });
      return this.#loading;
    }
    const begin = (): Promise<Loaded> => {
      this.#next = null;
      return this.reload();
    };
    this.#next ??= this.#loading.then(begin, begin);
    return this.#next;
  }

  async #load(): Promise<Loaded> {
    const loaded = await loadProject(this.#ports, this.#wish);
    this.#loaded = loaded;
    this.#loadedAt = this.#ports.clock.now();
    this.#redact = redactor(loaded.values);
    this.#live.redactWith((happening) => redactHappening(happening, this.#redact));
    const { model, profile, files, urls, keys, problems, warnings } = loaded;
    this.#live.tell({ kind: 'project loaded', model, profile, files, urls, keys, problems, warnings });
    return loaded;
  }
}

// Worth mending, and shown; but nothing that is made of the project would be other for it.
const harmless: ReadonlySet<Problem['kind']> = new Set(['secret-in-file', 'settings-corrupt']);

// What the labels at the engine tell enough for.
const needNoFile: ReadonlySet<Goal> = new Set([
  'down',
  'start',
  'stop',
  'restart',
  'remove',
  'kill',
  'pause',
  'unpause',
]);

// What only stops, removes or fetches needs no key and no secret.
const needNoValue: ReadonlySet<Goal> = new Set([
  'down',
  'stop',
  'remove',
  'kill',
  'pause',
  'unpause',
  'pull',
]);

/** Problems that stand in the way of a goal. */
export const inTheWay = (problems: readonly Problem[], goal: Goal): readonly Problem[] =>
  problems.filter(
    ({ kind }) => !harmless.has(kind) && !(needNoValue.has(goal) && /^(?:key|secret|keychain)-/.test(kind)),
  );
