import { cpus, totalmem } from 'node:os';
import { actsOn } from './acts.ts';
import { printExplained } from './explain.ts';
import { graphActs } from './graph-acts.ts';
import { loadActs } from './load-acts.ts';
import { type Act, measure, type Row } from './measure.ts';
import { sizeActs } from './size-acts.ts';
import { projectName, read, setStage } from './stage.ts';
import { printTable } from './table.ts';
import { pullActs } from './pull-acts.ts';
import { windowActs } from './window-acts.ts';

export type BenchWish = {
  readonly json: boolean;
  /** Row names; empty: all. */
  readonly only: readonly string[];
  /** Pairs per row. */
  readonly pairs: number;
  /** Sizes of databases in MB that reset, undo and snapshot are measured at too. */
  readonly sizesMb: readonly number[];
};

/** Measures Berth beside docker compose on one engine; prints a table, or one JSON object with `json`. */
export async function bench({ json, only, pairs, sizesMb }: BenchWish): Promise<void> {
  const stage = setStage();
  const acts = chosen(
    [
      ...actsOn(stage),
      ...windowActs(stage),
      ...graphActs(stage),
      ...pullActs(stage),
      ...loadActs(stage),
      ...sizeActs(stage, sizesMb),
    ],
    only,
  );
  const rows: Row[] = [];
  const touchesEngine = acts.some(({ isInert }) => isInert !== true);
  try {
    if (touchesEngine) await stage.clear();
    if (touchesEngine) await stage.berth('up');
    for (const act of acts) {
      process.stderr.write(`${act.name} ...\n`);
      rows.push(await measure(act, pairs));
    }
  } finally {
    if (touchesEngine) await stage.clear();
  }
  const paths = rows.flatMap(({ explained }) => (explained === undefined ? [] : [printExplained(explained)]));
  const text = [printTable(rows), ...paths].join('\n');
  console.log(json ? JSON.stringify({ machine: await machine(), rows }, null, 2) : text);
}

function chosen(acts: readonly Act[], only: readonly string[]): readonly Act[] {
  const unknown = only.filter((name) => acts.every((act) => act.name !== name));
  if (unknown.length > 0)
    throw new Error(
      `no row is called ${unknown.join(', ')}; there are ${acts.map((act) => act.name).join(', ')}`,
    );
  return only.length === 0 ? acts : acts.filter((act) => only.includes(act.name));
}

async function machine(): Promise<Record<string, string | number>> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    platform: process.platform,
    node: process.version,
    engine: await read('docker', ['version', '--format', '{{.Server.Version}}']),
    compose: await read('docker', ['compose', 'version', '--short']),
    project: projectName,
  };
}
