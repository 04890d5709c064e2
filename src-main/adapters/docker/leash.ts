/** What holds one request: it ends when the caller's signal is aborted or its time is up, and tells which of them it was. */
export type Leash = {
  readonly signal: AbortSignal;
  /** null while neither has happened. */
  ended(): 'deadline' | 'cancelled' | null;
  /** The time it was given, in milliseconds. */
  limitMs(): number;
  /** Starts the time again, with another limit if one is given; null: no limit any more. */
  extend(limitMs: number | null): void;
  /** Ends the request, whatever it is doing. */
  cut(): void;
  /** Lets go of the timer and of the caller's signal. To be called once, when the request is over. */
  release(): void;
};

/** `AbortSignal.any` and `.timeout` would keep a timer and a listener for each call until the time is up. */
export function leash(limitMs: number, outer: AbortSignal): Leash {
  const controller = new AbortController();
  let limit = limitMs;
  let ended: 'deadline' | 'cancelled' | null = null;
  let timer: NodeJS.Timeout | undefined;
  const end = (why: 'deadline' | 'cancelled' | null): void => {
    ended ??= why;
    controller.abort();
  };
  const cancel = (): void => end('cancelled');
  const extend = (next: number | null): void => {
    clearTimeout(timer);
    if (next === null) return;
    limit = next;
    timer = setTimeout(() => end('deadline'), next);
  };
  outer.addEventListener('abort', cancel, { once: true });
  extend(limitMs);
  if (outer.aborted) cancel();
  return {
    signal: controller.signal,
    ended: () => ended,
    limitMs: () => limit,
    extend,
    cut: () => end(null),
    release: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', cancel);
    },
  };
}
