import { describe, expect, it } from 'vitest';
import { askCompose, composeVersion, readCases, stored } from './golden/cases.ts';

const every = 25;

describe.skipIf(composeVersion() === null)(
  'the stored answers are those of the docker compose installed here',
  () => {
    const cases = readCases('written.jsonl').filter((_, index) => index % every === 0);
    it.each(cases.map((given) => [given.id, given] as const))('%s', (_, given) => {
      const { id, files, use, args, env } = given;
      expect({ id, files, use, args, env, ...stored(given, askCompose(given)) }).toEqual(given);
    });
  },
);
