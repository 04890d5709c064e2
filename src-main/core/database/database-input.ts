import type { EpochMs } from '../../contract/names.ts';
import type { GenerationInput } from '../plan/generation-input.ts';
import type { LedgerRecord } from '../plan/ledger.ts';
import type { ResetSlugs } from '../plan/step-runs.ts';
import type { Stock } from './stock.ts';

/** What the planners of snapshots, restores and retention are given beyond reset and undo. */
export type DatabaseInput = GenerationInput & {
  readonly records: readonly LedgerRecord[];
  readonly stock: Stock | null;
  readonly slugs: ResetSlugs;
  readonly now: EpochMs;
};
