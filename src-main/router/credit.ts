/**
 * Credit of one subscription: the sender may send number n + 1 only after n was acknowledged. The wires have no
 * backpressure of their own, so this is what keeps a slow window from collecting updates without bound.
 */
export class Credit {
  #acknowledged = -1;
  #wake: (() => void) | null = null;

  /** Numbers may come late or twice; only the highest counts. */
  acknowledge(number: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, number);
    this.#wake?.();
  }

  /** Resolves when `number` was acknowledged, or when the signal is aborted. Never rejects. One waiter at a time. */
  async spent(number: number, signal: AbortSignal): Promise<void> {
    while (this.#acknowledged < number && !signal.aborted) await this.#change(signal);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#wake = null;
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
