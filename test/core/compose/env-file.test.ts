import { expect, test } from 'vitest';
import { readRawEnvFile } from '../../../src-main/core/compose/env-file.ts';
import { collectFaults } from '../../../src-main/core/compose/faults.ts';

test('a line of a raw file of variables that is none is told by its place, not by what stands there', () => {
  const faults = collectFaults();
  readRawEnvFile('/srv/x.env', 'A=1\nPASSWORD hunter22-canary\n', () => undefined, faults);
  expect(JSON.stringify(faults)).not.toContain('hunter22-canary');
  expect(faults.problems).toMatchObject([{ kind: 'compose-invalid', at: { file: '/srv/x.env', line: 2 } }]);
});
