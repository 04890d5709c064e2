import { expect, test } from 'vitest';
import { wasUtf16 } from '../../../src-main/contract/text-marks.ts';
import { readDotEnv } from '../../../src-main/core/config/dot-env.ts';
import { cases } from './dot-env-cases.ts';

const nothing = () => null;

for (const [text, expected] of cases) {
  test(`is read as docker compose reads it: ${JSON.stringify(text)}`, () => {
    const read = readDotEnv(text, nothing);
    expect(read.fault === null ? read.values : 'fault').toEqual(expected);
  });
}

test('what is outside wins over the lines above, and later lines are not seen', () => {
  const outside = (name: string) => (name === 'OVR' ? 'shell' : null);
  expect(readDotEnv('OVR=f\nX=1\nZ=${OVR}${X}${LATER}\nLATER=9\n', outside)).toEqual({
    values: { OVR: 'f', X: '1', Z: 'shell1', LATER: '9' },
    fault: null,
    unset: ['LATER'],
  });
});

test('a bare name takes its value from outside, and is not there without one', () => {
  const outside = (name: string) => (name === 'HERE' ? 'yes' : null);
  expect(readDotEnv('HERE\nGONE\nA=1\n', outside).values).toEqual({ HERE: 'yes', A: '1' });
});

test('a fault names its line and keeps what was read before it', () => {
  expect(readDotEnv('A=1\n\nB C=2\nD=3\n', nothing)).toEqual({
    values: { A: '1' },
    fault: { line: 3, message: 'key cannot contain a space' },
    unset: [],
  });
});

test('a name that every object has is a name like others', () => {
  const { values } = readDotEnv('__proto__=1\nconstructor=2\nA=${toString}\n', nothing);
  expect(Object.entries(values)).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
    ['A', ''],
  ]);
});

test('a template nested without end is a fault', () => {
  expect(readDotEnv(`A=${'${B:-'.repeat(20_000)}${'}'.repeat(20_000)}\n`, nothing).fault?.message).toMatch(
    /nested too deep/u,
  );
});

test('no fault repeats what may be part of a secret', () => {
  for (const text of [
    'A=x${canary!}\n',
    'canary+line/of==a key\n',
    'A="canary\n',
    'A=${canary\n',
    "A='x' canary%\n",
  ]) {
    const { fault } = readDotEnv(text, nothing);
    expect(fault).not.toBeNull();
    expect(JSON.stringify(fault)).not.toContain('canary');
  }
});

test('a file that was UTF-16 says so', () => {
  expect(readDotEnv(`${wasUtf16}A=1\n`, nothing).fault).toEqual({
    line: 1,
    message: 'the file is UTF-16: save it as UTF-8',
  });
});
