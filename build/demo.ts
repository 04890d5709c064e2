import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureMachineKeyring } from '../test/lab/machine-keyring.ts';
import { ensureBuilt } from './build.ts';
import { type Board, isGreen, printBoard } from './demo-board.ts';
import { cli, sample } from './places.ts';
import { prepareEngine, sampleImages } from './prepare.ts';
import { runTask, TaskStopped } from './run-task.ts';
import { captureScript } from './spawn-script.ts';
import { openWindow } from './window.ts';

const usage = `usage: npm run demo -- [--exit]
  Brings the sample stack to green and opens the window.
  --exit   only brings it up and prints the board; ends 0 when every service is green`;

// The checks of the sample are two seconds apart.
const settleMs = 15_000;

type Env = Readonly<NodeJS.ProcessEnv>;

async function demo(stay: boolean): Promise<number> {
  await ensureBuilt();
  await prepareEngine(sampleImages);
  const env = { ...process.env, ...(await ensureMachineKeyring()) };
  const started = Date.now();
  const changed = await bringUp(env);
  const seconds = (Date.now() - started) / 1000;
  const board = await readSettledBoard(env);
  console.log(printBoard(board, { seconds, changed, nowMs: Date.now() }));
  if (!stay) return isGreen(board) ? 0 : 1;
  return openWindow(sample, env);
}

/** Generates the secrets that are missing, then up. Returns whether anything had to be done. */
async function bringUp(env: Env): Promise<boolean> {
  const generated = await berth(env, 'secrets', 'generate', '--missing', '--json');
  if (generated.code !== 0) throw new TaskStopped(`the sample has no secrets: ${generated.stdout}`);
  const plan = await berth(env, 'plan', 'up', '--json');
  // Its progress and problems go to this terminal by stderr; its board is left out for the demo's own, which says more.
  const up = await berth(env, 'up');
  if (up.code === 130) throw new TaskStopped('cancelled; the next demo goes on from here');
  return (
    plan.code !== 0 || (JSON.parse(plan.stdout) as { readonly steps: readonly unknown[] }).steps.length > 0
  );
}

/** Berth is done when the services answer; the engine, whose words the board has, says so at its next look at each. */
async function readSettledBoard(env: Env): Promise<Board> {
  const until = Date.now() + settleMs;
  for (;;) {
    const board = await readBoard(env);
    const isStarting = board.services.some(({ health }) => health === 'starting');
    if (!isStarting || Date.now() > until) return board;
    await pause(250);
  }
}

async function readBoard(env: Env): Promise<Board> {
  const { code, stdout } = await berth(env, 'status', '--json');
  if (code !== 0) throw new TaskStopped(`the board cannot be read: ${stdout}`);
  return JSON.parse(stdout) as Board;
}

const berth = (env: Env, ...args: readonly string[]) =>
  captureScript(cli, [...args, '--project', sample], { env });

const { values } = parseArgs({ options: { exit: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) console.log(usage);
else await runTask(() => demo(!values.exit));
