import type { LedgerRecord } from '../plan/ledger.ts';

/** Engine names of the volumes that runs were to start the database on: from then on they may have been written to. */
export const openedBy = (records: readonly LedgerRecord[]): ReadonlySet<string> =>
  new Set(begun(records).flatMap(({ opens }) => (opens === undefined ? [] : [opens])));

/**
 * Those of them on which a switch that a kill cut off was to be finished: the database had served on them, and somebody may have
 * worked with it, whether or not they became live.
 */
export const servedOn = (records: readonly LedgerRecord[]): ReadonlySet<string> =>
  openedBy(begun(records).filter(({ goal }) => goal === 'up'));

const begun = (records: readonly LedgerRecord[]): readonly Extract<LedgerRecord, { kind: 'run begun' }>[] =>
  records.filter((record) => record.kind === 'run begun');
