import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Suites by what they need. `unit` needs nothing; `engine` a Docker Engine; `keychain` a session bus with a keyring.
const engine = [
  'test/adapters/docker/**',
  'test/engine/real/**',
  'test/lab/**',
  'test/resources/**',
  'test/scenarios/**',
  'test/cli/**',
  'test/faults/**',
];
const keychain = ['test/adapters/keychain/**', 'test/lab/keyring.test.ts'];
const tests = (folders: readonly string[]) =>
  folders.map((folder) => (folder.endsWith('**') ? `${folder}/*.test.{ts,tsx}` : folder));

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...tests(engine), ...tests(keychain), 'node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: tests(engine),
          exclude: ['test/lab/keyring.test.ts', 'node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'keychain',
          include: tests(keychain),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
