import { parseArgs } from 'node:util';
import { bench } from '../test/bench/bench.ts';
import { ensureBuilt } from './build.ts';
import { prepareEngine, sampleImages } from './prepare.ts';
import { runTask } from './run-task.ts';

const usage = `usage: npm run bench -- [--json] [--only up-cold,down] [--pairs 7] [--sizes 40,1000,5000]
  Measures Berth beside docker compose on one engine, with a copy of the sample of its own.`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    pairs: { type: 'string', default: '7' },
    // Of databases, in MB; filling them takes its time, so none is measured unless it is asked for.
    sizes: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else await runTask(run);

async function run(): Promise<number> {
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 1) {
    console.error(`--pairs wants a whole number from 1, found ${values.pairs}`);
    return 2;
  }
  const sizesMb = values.sizes.split(',').filter(Boolean).map(Number);
  if (!sizesMb.every((size) => Number.isInteger(size) && size > 0)) {
    console.error(`--sizes wants numbers of MB, found ${values.sizes}`);
    return 2;
  }
  await prepareEngine(sampleImages);
  await ensureBuilt();
  await bench({
    json: values.json,
    only: values.only.split(',').filter((name) => name !== ''),
    pairs,
    sizesMb,
  });
  return 0;
}
