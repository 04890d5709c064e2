import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.ts';
import { tool } from './places.ts';
import { prepareEngine, sampleImages } from './prepare.ts';
import { runTask } from './run-task.ts';
import { runScript } from './spawn-script.ts';

const upUsage = `usage: npm run faults -- up [--every | --points 10 | --points 100-130] [--sample] [--only NAME] [--races 200]
  Breaks an engine of its own, and the program, at calls of an up and a down; then lets doors race for one project, and Berth
  beside docker compose.
  --points     so many, spread over a run; or those calls
  --sample     breaks the sample instead of a small project with every kind of wait
  --only NAME  the tests whose name says that
`;

const words = process.argv.slice(2);

if (words.includes('--help')) console.log(upUsage);
await runTask(words[0] === 'up' ? breakUp : killDatabase);

async function breakUp(): Promise<number> {
  const { values } = parseArgs({
    args: words.slice(1),
    options: {
      every: { type: 'boolean', default: false },
      points: { type: 'string', default: '10' },
      sample: { type: 'boolean', default: false },
      only: { type: 'string' },
      races: { type: 'string', default: '200' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 0;
  await prepareEngine(values.sample ? sampleImages : ['busybox:1.36', 'redis:7']);
  await ensureBuilt();
  const env = {
    ...process.env,
    BERTH_FAULT_POINTS: values.every ? 'every' : values.points,
    BERTH_FAULT_PROJECT: values.sample ? 'sample' : 'shop',
    BERTH_RACES: values.races,
  };
  // Races are of one project only.
  const files = values.sample ? 'test/faults/up-faults' : 'test/faults/up-';
  const only = values.only === undefined ? [] : ['--testNamePattern', values.only];
  const args = ['run', '--config', 'test/vitest.config.ts', files, ...only, '--disable-console-intercept'];
  return runScript(tool('vitest/vitest.mjs'), args, { env });
}

/** A program of its own beside the tests that it shares everything with; its options are its own too. */
function killDatabase(): Promise<number> {
  return runScript(fileURLToPath(new URL('../test/faults/database/main.ts', import.meta.url)), words);
}
