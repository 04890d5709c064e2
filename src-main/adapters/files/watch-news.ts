/** Hands over what is told, in order, to one reader; ends with the signal. */
export function newsOf<T>(signal: AbortSignal): {
  tell(item: T): void;
  items(): AsyncIterable<T>;
} {
  let waiting: T[] = [];
  let wake: () => void = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    tell: (item) => {
      waiting.push(item);
      wake();
    },
    items: async function* () {
      while (!signal.aborted) {
        const batch = waiting;
        waiting = [];
        yield* batch;
        if (waiting.length > 0 || signal.aborted) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
