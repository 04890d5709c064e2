import type { Explained } from './explain.ts';

/** One act measured for Berth and, where there is one, for its peer. Times in milliseconds. */
export type Act = {
  /** Stable row name, e.g. `up-cold`. */
  readonly name: string;
  /** True: does not need the project of the stage to be up. */
  readonly isInert?: true;
  /** Brings the machine to the state that the act starts from; not timed. */
  readonly prepare: () => Promise<void>;
  /** The same before the peer, where it is not the same. */
  readonly preparePeer?: () => Promise<void>;
  readonly berth: () => Promise<void>;
  /** null: nothing comparable exists. */
  readonly compose: (() => Promise<void>) | null;
  /** One more run of Berth's, timed step by step. Absent: its time lies in one place. */
  readonly explained?: () => Promise<Explained>;
  /** Takes away what the act alone left; not timed. */
  readonly clear?: () => Promise<void>;
};

export type Spread = { readonly min: number; readonly median: number; readonly max: number };

export type Row = {
  readonly name: string;
  readonly unit: 'ms';
  readonly n: number;
  readonly berth: Spread;
  readonly compose?: Spread;
  /** Of the pairs: Berth's time divided by its peer's in the same pair. */
  readonly ratio?: Spread;
  /** Where the time of one run of Berth went. */
  readonly explained?: Explained;
};

/**
 * Measures in pairs A B A B, the order swapped from pair to pair so that neither side always runs on the warmer machine.
 * Figures of time on a shared machine are noisy; the ratios are what counts.
 */
export async function measure(act: Act, pairs: number): Promise<Row> {
  const berth: number[] = [];
  const compose: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const { prepare, preparePeer = prepare, compose: peer } = act;
    const sides = [async () => berth.push(await time(prepare, act.berth))];
    if (peer !== null) sides.push(async () => compose.push(await time(preparePeer, peer)));
    if (pair % 2 === 1) sides.reverse();
    for (const side of sides) await side();
  }
  const explained = await act.explained?.();
  await act.clear?.();
  const told = explained === undefined ? {} : { explained };
  const row = { name: act.name, unit: 'ms', n: pairs, berth: spread(berth), ...told } as const;
  if (act.compose === null) return row;
  const ratios = berth.map((value, index) => value / (compose[index] ?? Number.NaN));
  return { ...row, compose: spread(compose), ratio: spread(ratios) };
}

async function time(prepare: () => Promise<void>, side: () => Promise<void>): Promise<number> {
  await prepare();
  const started = performance.now();
  await side();
  return performance.now() - started;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { min: round(sorted[0] ?? 0), median: round(median), max: round(sorted.at(-1) ?? 0) };
}

/** Three significant digits say all that a noisy figure can say. */
const round = (value: number): number => Number(value.toPrecision(3));
