import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPTS = join(import.meta.dirname, '../../scripts');
const VERBS = ['down', 'reset', 'status', 'up'];
const read = (verb: string) => readFile(join(SCRIPTS, `${verb}.ps1`), 'utf8');

/** The script without its help and its comments. */
const code = async (verb: string) => (await read(verb)).replace(/<#.*?#>/s, '').replace(/^\s*#.*$/gm, '');

test('there is one script for each of the four verbs and no other', async () => {
  const found = (await readdir(SCRIPTS)).filter((name) => name.endsWith('.ps1'));
  expect(found.sort()).toEqual(VERBS.map((verb) => `${verb}.ps1`));
});

test.each(VERBS)(
  '%s.ps1 is plain ASCII: Windows PowerShell reads anything else as the wrong code page',
  async (verb) => {
    expect(await read(verb)).toMatch(/^[\n\x20-\x7e]+$/);
  },
);

test.each(VERBS)('%s.ps1 runs exactly its verb, once, with everything it was given', async (verb) => {
  const calls = (await code(verb)).split('\n').filter((line) => line.startsWith('&'));
  expect(calls).toEqual([`& node $berth ${verb} @args`]);
});

test.each(VERBS)(
  '%s.ps1 is strict, stops at an error and ends with the exit code of the command',
  async (verb) => {
    const lines = (await code(verb)).split('\n').filter((line) => line !== '');
    expect(lines.slice(0, 3)).toEqual([
      'Set-StrictMode -Version Latest',
      "$ErrorActionPreference = 'Stop'",
      '$PSNativeCommandUseErrorActionPreference = $false',
    ]);
    expect(lines.at(-1)).toBe('exit $LASTEXITCODE');
  },
);

test.each(VERBS)('%s.ps1 explains itself to Get-Help', async (verb) => {
  const help = /^<#\n(.*?)#>/s.exec(await read(verb))?.[1] ?? '';
  for (const section of ['.SYNOPSIS', '.DESCRIPTION', '.EXAMPLE']) expect(help).toContain(`${section}\n`);
  expect(help).toContain(`'berth ${verb}'`);
});

// Run by the PowerShells that this machine has: on Windows always one, elsewhere perhaps none.
const shells = ['pwsh', 'powershell'].filter(
  (shell) => spawnSync(shell, ['-NoProfile', '-Command', 'exit 0']).status === 0,
);
const runs = shells.flatMap((shell) => VERBS.map((verb) => ({ shell, verb })));

test.each(runs)(
  '$shell passes arguments to $verb unchanged and its exit code back',
  async ({ shell, verb }) => {
    const root = await stagedScripts();
    const given = ['--project', 'a folder', '--json', '-f'];
    const file = join(root, 'scripts', `${verb}.ps1`);
    const outcome = spawnSync(shell, ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', file, ...given]);
    expect(outcome.status).toBe(7);
    expect(JSON.parse(outcome.stdout.toString())).toEqual([verb, ...given]);
  },
);

/** The scripts beside a command line that prints its arguments and ends with 7. */
async function stagedScripts(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'berth-scripts-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'scripts'));
  await mkdir(join(root, 'out/cli'), { recursive: true });
  for (const verb of VERBS)
    await copyFile(join(SCRIPTS, `${verb}.ps1`), join(root, 'scripts', `${verb}.ps1`));
  const echo = 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;\n';
  await writeFile(join(root, 'out/cli/berth.mjs'), echo);
  return root;
}
