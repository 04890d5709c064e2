import type { EnvironmentView } from '../contract/view.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Happening } from '../core/state/happening.ts';
import { reduce } from '../core/state/reduce.ts';
import { initialState, type State } from '../core/state/state.ts';
import { view } from '../core/state/view.ts';

/** The one place that holds a project's state. Facts come in by `tell`; doors and waits hear of it by `changed`. */
export class LiveState {
  #state: State;
  #view: EnvironmentView | null = null;
  readonly #listeners = new Set<() => void>();
  #redact: (happening: Happening) => Happening = (happening) => happening;

  constructor(project: State['project']) {
    this.#state = initialState(project);
  }

  get state(): State {
    return this.#state;
  }

  /** Every fact passes through here before it enters the state: secrets that a service printed become marks. */
  redactWith(redact: (happening: Happening) => Happening): void {
    this.#redact = redact;
  }

  readonly tell = (happening: Happening): void => {
    this.#state = reduce(this.#state, this.#redact(happening));
    this.#view = null;
    for (const listener of [...this.#listeners]) listener();
  };

  view(): EnvironmentView {
    this.#view ??= view(this.#state);
    return this.#view;
  }

  container(name: string): ObservedContainer | null {
    return this.#state.observed.containers.find((container) => container.name === name) ?? null;
  }

  /** Resolves at the next fact, or with the signal. */
  changed(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#listeners.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#listeners.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** A value of the state now, then each that differs from the one before; values between two reads are left out. */
  async *watch<T>(read: () => T, signal: AbortSignal): AsyncGenerator<T> {
    let last: { readonly value: T } | null = null;
    while (!signal.aborted) {
      const changed = this.changed(signal);
      const value = read();
      if (last === null || last.value !== value) {
        last = { value };
        yield value;
      } else {
        await changed;
      }
    }
  }
}
