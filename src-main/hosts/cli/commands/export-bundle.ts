import { basename, isAbsolute, relative } from 'node:path';
import type { Cli } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { type GoalWish, runGoal } from './goal.ts';

/** Exports a snapshot and, where a file was named, says what makes that the seed of a project. */
export async function exportBundle(cli: Cli, wish: GoalWish): Promise<ExitCode> {
  const code = await runGoal(cli, wish);
  const { file } = wish.flags;
  if (code !== exit.done || cli.scope.json || file === undefined || !isAbsolute(file)) return code;
  const bundles = (await import('../../../adapters/bundle/bundles.ts')).diskBundles();
  const head = await bundles.readHead(file);
  if (!head.ok) return code;
  cli.err.line('To share it as the seed of this project, under `database:` in berth.yaml:');
  cli.out.line(seedLine(cli.scope.dir, file, head.value.keyId));
  return code;
}

/** In quotes: YAML reads some ids as numbers. A file elsewhere is taken into the project first. */
function seedLine(dir: string, file: string, signer: string): string {
  const path = relative(dir, file).replaceAll('\\', '/');
  const bundle = path.startsWith('..') || isAbsolute(path) ? `seeds/${basename(file)}` : path;
  return `seed: { bundle: ${JSON.stringify(bundle)}, signer: ${JSON.stringify(signer)} }`;
}
