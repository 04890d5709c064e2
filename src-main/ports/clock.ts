import type { EpochMs } from '../contract/names.ts';

/** Time as the world has it; core gets it as values. */
export interface Clock {
  now(): EpochMs;
  /** Resolves after the time, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
