import type { EngineEvent } from '../../src-main/ports/docker.ts';

/** Event streams of an engine in memory: each follower hears `connected` and then all that is emitted. */
export class FakeEvents {
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  emit(event: EngineEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  async *follow(signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const queue: EngineEvent[] = [{ kind: 'connected' }];
    let wake: () => void = () => {};
    const listen = (event: EngineEvent): void => {
      queue.push(event);
      wake();
    };
    const ended = (): void => wake();
    this.#listeners.add(listen);
    signal.addEventListener('abort', ended);
    try {
      while (!signal.aborted) {
        const event = queue.shift();
        if (event !== undefined) {
          yield event;
          if (event.kind === 'lost') return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      this.#listeners.delete(listen);
      signal.removeEventListener('abort', ended);
    }
  }
}
