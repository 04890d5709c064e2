import { ensureBrowser } from '../test/lab/browser.ts';
import { canRunKeyring, withEnv, withKeyring } from '../test/lab/keyring.ts';
import { canInstallPackages, ensurePackages } from '../test/lab/packages.ts';
import { keyringPackages } from '../test/lab/session-bus.ts';
import { standInNames } from '../test/lab/stand-ins.ts';
import { ensureBuilt } from './build.ts';
import { runChecks } from './check.ts';
import { prepareEngine } from './prepare.ts';
import { runTask, TaskStopped } from './run-task.ts';
import { runPlaywright, runVitest, suitesWith } from './test-suites.ts';
import { type Tally, verdict } from './test-totals.ts';

type Env = Readonly<NodeJS.ProcessEnv>;
const filters = process.argv.slice(2);

/** What tests call on beside the engine: the keyring and a second client of it, namespaces with a network, process lists. */
const packages = [...keyringPackages, 'libsecret-tools', 'iproute2', 'procps'];

/** Installs and starts what the tests need. */
async function prepare(): Promise<void> {
  await prepareEngine(standInNames);
  if (canInstallPackages()) await ensurePackages(packages);
  const browser = await ensureBrowser();
  if (!browser.ready) throw new TaskStopped(browser.remedy);
  await ensureBuilt();
}

/** Static checks, all Vitest suites, the specs in a browser; then the figures of each and one closing line. */
async function runEverything(env: Env): Promise<boolean> {
  const brokenChecks = runChecks(false);
  const tallies = [...(await runVitest([], env)), ...(await runPlaywright(env))];
  const browser = suitesWith(/\.spec\.tsx?$/).length > 0 ? ['browser'] : [];
  return report(tallies, [...suitesWith(/\.test\.tsx?$/), ...browser], brokenChecks);
}

/** Only the Vitest files that match. */
const runSome = async (env: Env): Promise<boolean> => report(await runVitest(filters, env), [], []);

function report(
  tallies: readonly Tally[],
  expected: readonly string[],
  brokenChecks: readonly string[],
): boolean {
  const { line, passed, silent } = verdict(tallies, expected);
  console.log('');
  for (const { suite, ...ends } of tallies) {
    console.log(
      `  ${suite.padEnd(12)} ${ends.passed} passed, ${ends.failed} failed, ${ends.skipped} skipped`,
    );
  }
  for (const suite of silent) console.log(`  ${suite}: ran no test`);
  if (brokenChecks.length > 0) console.log(`  checks that failed: ${brokenChecks.join(', ')}`);
  const ran = tallies.some((tally) => tally.passed + tally.failed > 0);
  if (!ran) console.log('  no test ran');
  console.log(line);
  return passed && ran && brokenChecks.length === 0;
}

/** On Linux the tests meet a private keyring; the keychains of Windows and macOS have no private second one. */
function inKeyring(work: (env: Env) => Promise<boolean>): Promise<boolean> {
  return canRunKeyring() ? withKeyring((keyring) => work(withEnv(keyring))) : work(process.env);
}

await runTask(async () => {
  await prepare();
  return (await inKeyring(filters.length > 0 ? runSome : runEverything)) ? 0 : 1;
});
