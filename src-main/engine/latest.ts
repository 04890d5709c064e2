/** A value that changes, for readers of different speed: each reads the newest and skips what it was too slow for. */
export type Latest<T> = {
  get(): T;
  set(value: T): void;
  /** The value now, then each newer one; values between two reads are left out. Ends with the signal or with `close`. */
  watch(signal: AbortSignal): AsyncGenerator<T, void, void>;
  /** Readers get the last value and end. */
  close(): void;
};

export function latestOf<T>(first: T): Latest<T> {
  let value = first;
  let version = 1;
  let closed = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    const all = [...waiting];
    waiting.clear();
    for (const resume of all) resume();
  };
  const change = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        waiting.delete(done);
        resolve();
      };
      waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  return {
    get: () => value,
    set(next) {
      value = next;
      version += 1;
      wake();
    },
    async *watch(signal) {
      let seen = 0;
      while (!signal.aborted) {
        if (seen < version) {
          seen = version;
          yield value;
        } else if (closed) return;
        else await change(signal);
      }
    },
    close() {
      closed = true;
      wake();
    },
  };
}
