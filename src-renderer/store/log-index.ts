import type { LineTest } from './log-filter.ts';
import type { LogRing } from './log-ring.ts';

/** Sequence numbers of the lines of a ring that pass a test, oldest first; grows with the ring, never scans twice. */
export class LogIndex {
  readonly #ring: LogRing;
  readonly #test: LineTest;
  #matches: number[] = [];
  #gone = 0;
  #seen = 0;

  constructor(ring: LogRing, test: LineTest) {
    this.#ring = ring;
    this.#test = test;
    this.catchUp();
  }

  get length(): number {
    return this.#matches.length - this.#gone;
  }

  /** The sequence number of the match at `position`, from 0. */
  at(position: number): number | undefined {
    return this.#matches[this.#gone + position];
  }

  /** Takes in the lines that came since, and lets go of those that made room. */
  catchUp(): void {
    for (let sequence = Math.max(this.#seen, this.#ring.start); sequence < this.#ring.end; sequence += 1) {
      const line = this.#ring.at(sequence);
      if (line !== undefined && this.#test(line)) this.#matches.push(sequence);
    }
    this.#seen = this.#ring.end;
    while (this.#gone < this.#matches.length && (this.#matches[this.#gone] ?? 0) < this.#ring.start) {
      this.#gone += 1;
    }
    if (this.#gone > this.#ring.capacity) {
      this.#matches = this.#matches.slice(this.#gone);
      this.#gone = 0;
    }
  }
}
