import { ensureMachineKeyring } from '../test/lab/machine-keyring.ts';
import { ensureBuilt } from './build.ts';
import { runTask } from './run-task.ts';
import { openWindow } from './window.ts';

// `npm start`: Berth itself, without the sample. The engine is not touched: that none answers is something it shows.
await runTask(async () => {
  await ensureBuilt();
  return openWindow(null, { ...process.env, ...(await ensureMachineKeyring()) });
});
