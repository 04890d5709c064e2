import { expect, test } from 'vitest';
import { tallyPlaywright, tallyVitest, verdict } from '../../build/test-totals.ts';

const file = (name: string, ...ends: readonly string[]) => ({
  name,
  status: 'passed',
  assertionResults: ends.map((status) => ({ status })),
});
const suiteOf = (name: string): string => name.split('/')[0] ?? '';

test('tests are counted by folder, and what neither passed nor failed was skipped', () => {
  const testResults = [
    file('lab/a', 'passed', 'failed'),
    file('core/a', 'passed', 'pending'),
    file('core/b', 'todo'),
  ];
  expect(tallyVitest({ testResults }, suiteOf)).toEqual([
    { suite: 'core', passed: 1, failed: 0, skipped: 2 },
    { suite: 'lab', passed: 1, failed: 1, skipped: 0 },
  ]);
});

test('a file that ran no test counts as a failure', () => {
  expect(tallyVitest({ testResults: [file('core/a')] }, suiteOf)).toEqual([
    { suite: 'core', passed: 0, failed: 1, skipped: 0 },
  ]);
});

test('in the browser a flaky test and a fault outside of tests are failures', () => {
  const report = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
  expect(tallyPlaywright(report, 'browser')).toEqual({ suite: 'browser', passed: 3, failed: 3, skipped: 2 });
});

test('the closing line sums up, and only passes when nothing failed and every expected suite ran a test', () => {
  const core = { suite: 'core', passed: 2, failed: 0, skipped: 1 };
  const app = { suite: 'app', passed: 0, failed: 0, skipped: 4 };
  expect(verdict([core], ['core'])).toEqual({
    line: '2 passed, 0 failed, 1 skipped',
    passed: true,
    silent: [],
  });
  expect(verdict([core, app], ['core', 'app'])).toEqual({
    line: '2 passed, 0 failed, 5 skipped',
    passed: false,
    silent: ['app'],
  });
  expect(verdict([{ ...core, failed: 1 }], ['core']).passed).toBe(false);
});
