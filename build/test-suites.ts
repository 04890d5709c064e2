import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { results, root, tool } from './places.ts';
import { runScript } from './spawn-script.ts';
import {
  type PlaywrightReport,
  type Tally,
  tallyPlaywright,
  tallyVitest,
  type VitestReport,
} from './test-totals.ts';

const tests = join(root, 'test');
const browserConfigs = ['playwright.config.ts', 'test/app/playwright.config.ts'];

/** The folder of test/ that a test file lies in: 'core', 'lab'. */
export const suiteOf = (file: string): string => relative(tests, file).split(sep)[0] ?? '';

/** Every folder of test/ that holds a file of this kind. */
export function suitesWith(ending: RegExp): readonly string[] {
  const files = readdirSync(tests, { recursive: true, withFileTypes: true }).filter((entry) =>
    ending.test(entry.name),
  );
  return [...new Set(files.map((entry) => suiteOf(join(entry.parentPath, entry.name))))].toSorted();
}

/** Runs Vitest's projects; a filter is passed on. Returns a tally per suite. */
export async function runVitest(
  filters: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<readonly Tally[]> {
  const report = join(results, 'vitest.json');
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--config', 'test/vitest.config.ts', ...reporters, ...filters];
  const code = await runScript(tool('vitest/vitest.mjs'), args, { env });
  if (!existsSync(report))
    return [{ suite: `vitest (ended with ${code}, no report)`, passed: 0, failed: 1, skipped: 0 }];
  const tallies = tallyVitest(JSON.parse(readFileSync(report, 'utf8')) as VitestReport, suiteOf);
  return code !== 0 && tallies.every((tally) => tally.failed === 0)
    ? [...tallies, outsideOfTests('vitest', code)]
    : tallies;
}

/** Runs the specs in a real browser. Returns one tally. */
export async function runPlaywright(env: Readonly<NodeJS.ProcessEnv>): Promise<readonly Tally[]> {
  const config = browserConfigs.find((file) => existsSync(join(root, file)));
  if (config === undefined) return [];
  const report = join(results, 'playwright.json');
  rmSync(report, { force: true });
  const args = ['test', '--config', config, '--reporter', 'list,json'];
  const code = await runScript(tool('@playwright/test/cli.js'), args, {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  if (!existsSync(report))
    return [{ suite: `browser (ended with ${code}, no report)`, passed: 0, failed: 1, skipped: 0 }];
  const tally = tallyPlaywright(JSON.parse(readFileSync(report, 'utf8')) as PlaywrightReport, 'browser');
  return code !== 0 && tally.failed === 0 ? [tally, outsideOfTests('playwright', code)] : [tally];
}

/** A run whose tests all passed and that ended badly: an unhandled rejection, a leak that its guard found. */
const outsideOfTests = (runner: string, code: number): Tally => ({
  suite: `${runner} (ended with ${code} outside of its tests)`,
  passed: 0,
  failed: 1,
  skipped: 0,
});
