/** Hands items from one side to the other; the giving side never waits, so it is bounded. */
export type Queue<T> = {
  /** False when it is full: the item was not taken. */
  put(item: T): boolean;
  /** Ends the taking side once it has taken what is there, `last` included. */
  end(last?: T): void;
  take(): AsyncIterable<T>;
};

/** A queue of at most `limit` items, for one taker. */
export function queueOf<T>(limit: number): Queue<T> {
  let items: T[] = [];
  let ended = false;
  let wake: () => void = () => {};
  return {
    put: (item) => {
      if (ended || items.length >= limit) return false;
      items.push(item);
      wake();
      return true;
    },
    end: (last) => {
      if (ended) return;
      ended = true;
      if (last !== undefined) items.push(last);
      wake();
    },
    take: async function* () {
      for (;;) {
        const batch = items;
        items = [];
        yield* batch;
        if (items.length > 0) continue;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
