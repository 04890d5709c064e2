/** A queue between those that tell and the one that reads. The reader ends when it is closed and empty. */
export type Channel<T> = {
  readonly push: (item: T) => void;
  readonly close: () => void;
  /** Ends the reader with an error: a bug, not a problem. */
  readonly break: (error: unknown) => void;
  readonly items: AsyncIterable<T>;
};

/** Not bounded: for facts that are few and must not be lost. */
export function channel<T>(): Channel<T> {
  const queue: T[] = [];
  let closed = false;
  let broken: { readonly error: unknown } | null = null;
  let wake: () => void = () => {};
  async function* read(): AsyncGenerator<T> {
    for (;;) {
      while (queue.length > 0) yield queue.shift() as T;
      if (broken !== null) throw broken.error;
      if (closed) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    push: (item) => {
      queue.push(item);
      wake();
    },
    close: () => {
      closed = true;
      wake();
    },
    break: (error) => {
      broken = { error };
      wake();
    },
    items: { [Symbol.asyncIterator]: read },
  };
}
