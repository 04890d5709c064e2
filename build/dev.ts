import { existsSync } from 'node:fs';
import { ensureBuilt } from './build.ts';
import { cli, tool } from './places.ts';
import { runScript } from './spawn-script.ts';

// `npm run dev`: with Electron's binary the desktop shell with hot reload; without, the browser door beside a build that
// follows every edit of the window (reload the page to see it).
process.exitCode = existsSync(tool('electron/path.txt')) ? await desktop() : await browser();

function desktop(): Promise<number> {
  return runScript(tool('electron-vite/bin/electron-vite.js'), ['dev', '--watch', ...process.argv.slice(2)]);
}

async function browser(): Promise<number> {
  await ensureBuilt();
  const [code] = await Promise.all([
    runScript(cli, ['serve', ...process.argv.slice(2)]),
    runScript(tool('electron-vite/bin/electron-vite.js'), ['build', '--watch', '--logLevel', 'warn']),
  ]);
  return code;
}
