import { expect, it } from 'vitest';
import { describe as text } from '../../../src-main/contract/describe.ts';

const exited = { kind: 'container-exited', service: 'api', exitCode: 1, outOfMemory: false } as const;
const refused =
  'psycopg.OperationalError: FATAL:  no pg_hba.conf entry for host "172.18.0.4", user "app", database "app", no encryption';

it('a service that a half made database keeps out is told how it is made anew', () => {
  const reset = /first start of the database was cut off.*`berth reset`.*`berth undo`.*`berth logs api`/;
  expect(text({ ...exited, log: ['starting', refused] }).remedy).toMatch(reset);
  expect(text({ ...exited, log: ['FATAL:  role "app" does not exist'] }).remedy).toMatch(reset);
  const unhealthy = { kind: 'container-unhealthy', service: 'api', probe: '', exitCode: 1 } as const;
  expect(text({ ...unhealthy, log: [refused] }).remedy).toMatch(reset);
});

it('one that ends for another reason is not', () => {
  expect(text({ ...exited, log: ['role "app" is not a function'] }).remedy).toBe('See `berth logs api`.');
  expect(text({ ...exited, outOfMemory: true, log: [refused] }).remedy).not.toContain('reset');
});
