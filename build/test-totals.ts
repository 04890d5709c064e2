/** How many tests of one suite ended how. */
export type Tally = {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
};

/** The part of Vitest's JSON report (the shape of Jest's) that is counted. */
export type VitestReport = {
  readonly testResults: readonly {
    readonly name: string;
    /** A file that could not be loaded has 'failed' and no assertion. */
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/** The part of Playwright's JSON report that is counted. A flaky test passed on a later try: here there is none. */
export type PlaywrightReport = {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  /** Faults outside of any test, e.g. a file that does not load. */
  readonly errors: readonly unknown[];
};

/** One tally per folder of test/, in alphabetical order. A file without a test counts as a failure. */
export function tallyVitest(report: VitestReport, suiteOf: (file: string) => string): readonly Tally[] {
  const suites = Map.groupBy(report.testResults, (file) => suiteOf(file.name));
  return [...suites]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([suite, files]) => {
      const ends = files.flatMap((file) => file.assertionResults.map((test) => test.status));
      const broken = files.filter((file) => file.assertionResults.length === 0).length;
      const passed = ends.filter((end) => end === 'passed').length;
      const failed = ends.filter((end) => end === 'failed').length;
      return { suite, passed, failed: failed + broken, skipped: ends.length - passed - failed };
    });
}

export function tallyPlaywright(report: PlaywrightReport, suite: string): Tally {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { suite, passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
}

export type Verdict = { readonly line: string; readonly passed: boolean; readonly silent: readonly string[] };

/** The closing line. Not passed when a test failed, and when a suite that was expected ran no test at all. */
export function verdict(tallies: readonly Tally[], expected: readonly string[]): Verdict {
  const sum = (pick: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + pick(tally), 0);
  const failed = sum((tally) => tally.failed);
  const ran = new Set(tallies.filter((tally) => tally.passed + tally.failed > 0).map((tally) => tally.suite));
  const silent = expected.filter((suite) => !ran.has(suite));
  const line = `${sum((tally) => tally.passed)} passed, ${failed} failed, ${sum((tally) => tally.skipped)} skipped`;
  return { line, passed: failed === 0 && silent.length === 0, silent };
}
