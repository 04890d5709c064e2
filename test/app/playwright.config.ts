import { defineConfig } from '@playwright/test';

/** The window and its doors in a real browser. One worker: the machine is shared with an engine. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/browser',
  globalSetup: './build-window.ts',
  workers: 1,
  timeout: 30_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
});
