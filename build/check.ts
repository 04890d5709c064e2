import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

type Check = { readonly name: string; readonly script: string; readonly args: readonly string[] };

const root = join(import.meta.dirname, '..');
const tool = (path: string): string => join(root, 'node_modules', path);

/** All that must hold before a change is shown to anyone: `npm run check`. No engine, keychain or browser is needed. */
const checks: readonly Check[] = [
  { name: 'format', script: tool('@biomejs/biome/bin/biome'), args: ['format'] },
  { name: 'lint configuration', script: join(root, 'build/lint.ts'), args: ['--check'] },
  { name: 'lint and layers', script: tool('oxlint/bin/oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'types', script: tool('typescript/bin/tsc'), args: ['--build'] },
  { name: 'types of tests', script: tool('typescript/bin/tsc'), args: ['--project', 'test/tsconfig.json'] },
  { name: 'dead code', script: tool('knip/bin/knip.js'), args: ['--no-progress'] },
];

const unitTests: Check = {
  name: 'unit tests',
  script: tool('vitest/vitest.mjs'),
  args: ['run', '--config', 'test/vitest.config.ts', '--project', 'unit'],
};

/** Runs every check, also after one failed; returns the names of those that failed. */
export function runChecks(withUnitTests: boolean): string[] {
  return [...checks, ...(withUnitTests ? [unitTests] : [])]
    .filter((check) => !passes(check))
    .map((check) => check.name);
}

function passes({ name, script, args }: Check): boolean {
  const started = performance.now();
  const run = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (run.status === 0) {
    console.log(`  ok    ${name} (${seconds} s)`);
    return true;
  }
  console.log(`  FAIL  ${name} (${seconds} s)\n${run.stdout}${run.stderr}`);
  return false;
}

if (import.meta.main) {
  const failed = runChecks(true);
  console.log(failed.length === 0 ? 'All checks hold.' : `Failed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
