const itemsPerTurn = 256;

/**
 * The same items, with a turn of the event loop every few hundred. An iterator that always has a next item would otherwise
 * run in microtasks alone: the message that aborts it would never be read.
 */
export async function* paced<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  let sinceTurn = 0;
  for await (const item of items) {
    if (signal.aborted) return;
    yield item;
    sinceTurn += 1;
    if (sinceTurn < itemsPerTurn) continue;
    sinceTurn = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
