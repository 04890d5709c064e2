import { ensureMachineKeyring } from '../test/lab/machine-keyring.ts';
import { ensureBuilt } from './build.ts';
import { openWindow } from './window.ts';

// `npm start`: Berth itself, without the sample. The engine is not touched: that none answers is something it shows.
await ensureBuilt();
process.exitCode = await openWindow(null, { ...process.env, ...(await ensureMachineKeyring()) });
