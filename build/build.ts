import { isBuilt, noteBuilt, sourcesHash } from './freshness.ts';
import { tool } from './places.ts';
import { runTask, TaskStopped } from './run-task.ts';
import { captureScript } from './spawn-script.ts';

const steps = [
  {
    name: 'window and shell',
    script: tool('electron-vite/bin/electron-vite.js'),
    args: ['build', '--logLevel', 'warn'],
  },
  {
    name: 'command line',
    script: tool('vite/bin/vite.js'),
    args: ['build', '--config', 'build/vite.cli.config.ts', '--logLevel', 'warn'],
  },
] as const;

/** Builds everything into out/ unless it was built from these very sources. Stops the task when a step fails. */
export async function ensureBuilt(): Promise<void> {
  const hash = sourcesHash();
  if (isBuilt(hash)) return;
  const started = Date.now();
  for (const { name, script, args } of steps) {
    const { code, stdout } = await captureScript(script, args);
    if (code !== 0) throw new TaskStopped(`the build of the ${name} failed:\n${stdout}`);
  }
  noteBuilt(hash);
  process.stderr.write(`built into out/ (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
}

if (import.meta.main) {
  await runTask(async () => {
    await ensureBuilt();
    return 0;
  });
}
