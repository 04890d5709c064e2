import { parseArgs } from 'node:util';
import { bench } from '../test/bench/bench.ts';
import { ensureEngine } from '../test/lab/engine.ts';
import { ensureImages } from '../test/lab/images.ts';
import { ensureBuilt } from './build.ts';

const usage = `usage: npm run bench -- [--json] [--only up-cold,down] [--pairs 7]
  Measures Berth beside docker compose on one engine, with a copy of the sample of its own.`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    pairs: { type: 'string', default: '7' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else process.exitCode = await run();

async function run(): Promise<number> {
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 1) {
    console.error(`--pairs wants a whole number from 1, found ${values.pairs}`);
    return 2;
  }
  const engine = await ensureEngine();
  const images = engine.ready
    ? await ensureImages(['postgres:16', 'redis:7', 'python:3.11-slim', 'nginx:1.27'])
    : engine;
  if (!images.ready) {
    console.error(images.remedy);
    return 1;
  }
  await ensureBuilt();
  await bench({ json: values.json, only: values.only.split(',').filter((name) => name !== ''), pairs });
  return 0;
}
