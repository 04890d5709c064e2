import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureEngine } from '../../lab/engine.ts';
import { ensureImages } from '../../lab/images.ts';
import { engineRuns } from './engine-runs.ts';
import type { Outcome } from './kill.ts';
import { killRuns } from './kill-runs.ts';
import { reportOf } from './report.ts';

const usage = `usage: npm run faults -- [--instants 500] [--rounds 1] [--postgres] [--bundle] [--engine] [--at-once 2] [--minutes 600] [--seed 1] [--report file.md]
  Kills resets and undos before and after every change they make (rounds), and at random instants, and judges each recovery.
  --bundle: the seed is a bundle. --engine: kills an engine of its own instead, as each step begins (rounds).`;

const { values } = parseArgs({
  options: {
    instants: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
    bundle: { type: 'boolean', default: false },
    engine: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '2' },
    report: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else process.exitCode = await faults();

async function faults(): Promise<number> {
  const server = values.postgres ? 'postgres' : 'redis';
  if (values.bundle && values.postgres) throw new Error('bundles are made of a Redis here');
  await ensureEngine();
  await ensureImages([server === 'postgres' ? 'postgres:16' : 'redis:7']);
  const began = Date.now();
  const outcomes: Outcome[] = [];
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const timer = setTimeout(() => stop.abort(), Number(values.minutes) * 60_000);
  const told = (outcome: Outcome): void => {
    outcomes.push(outcome);
    tell(outcome, outcomes.length);
  };
  const rounds = Number(values.rounds);
  const runs = values.engine
    ? engineRuns({ rounds, told, stop: stop.signal })
    : killRuns({
        ...{ instants: Number(values.instants), rounds, server, told, stop: stop.signal },
        seeds: values.bundle ? 'bundle' : 'command',
        seed: Number(values.seed),
        atOnce: Number(values['at-once']),
      });
  // What was judged until something broke is reported all the same.
  const broken = await runs.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  clearTimeout(timer);
  const report = reportOf(outcomes, {
    database: server,
    seed: values.seed,
    machine: `${cpus().length} cores, ${process.platform}, Node ${process.version}`,
    took: `${Math.round((Date.now() - began) / 60_000)} minutes`,
  });
  if (values.report === undefined) console.log(report);
  else writeFileSync(values.report, report);
  if (broken !== null) throw broken.error;
  return outcomes.some((outcome) => outcome.faults.length > 0) ? 1 : 0;
}

function tell({ act, instant, live, recoveryMs, faults: found }: Outcome, count: number): void {
  const line = `${count} ${act} ${JSON.stringify(instant)}: ${live} data, ${Math.round(recoveryMs)} ms`;
  process.stderr.write(`${line}${found.length === 0 ? '' : `: ${found.join('; ')}`}\n`);
}
