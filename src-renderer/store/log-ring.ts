import type { LogLine } from '../../src-main/contract/view.ts';

/**
 * The newest `capacity` log lines. Each line has a sequence number, from 0 upwards, that it keeps while it is
 * held; the oldest lines make room for new ones.
 */
export class LogRing {
  readonly capacity: number;
  readonly #lines: LogLine[] = [];
  #end = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The sequence number of the oldest line held. */
  get start(): number {
    return Math.max(0, this.#end - this.capacity);
  }

  /** One more than the sequence number of the newest line. */
  get end(): number {
    return this.#end;
  }

  push(lines: readonly LogLine[]): void {
    for (const line of lines) {
      this.#lines[this.#end % this.capacity] = line;
      this.#end += 1;
    }
  }

  /** The line with this sequence number; undefined when it made room already, or is not there yet. */
  at(sequence: number): LogLine | undefined {
    return sequence < this.start || sequence >= this.#end ? undefined : this.#lines[sequence % this.capacity];
  }
}
