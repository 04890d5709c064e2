import { describe, expect, it } from 'vitest';
import { serviceHash } from '../../../src-main/core/compose/hash.ts';
import { askCompose, composeVersion, readCases, stored } from './golden/cases.ts';
import { loadGiven } from './project.ts';

const every = 25;

describe.skipIf(composeVersion() === null)('the docker compose installed here', () => {
  const cases = ['written.jsonl', 'yaml.jsonl', 'found.jsonl']
    .flatMap(readCases)
    .filter((_, index) => index % every === 0);

  it.each(cases.map((given) => [given.id, given] as const))(
    'still answers %s as it is stored',
    (_, given) => {
      const { id, files, use, args, env } = given;
      expect({ id, files, use, args, env, ...stored(given, askCompose(given)) }).toEqual(given);
    },
  );

  // The path of such a file is hashed, so the answer cannot be stored.
  const withPaths = readCases('written.jsonl')
    .filter(
      ({ expect: model, files }) =>
        model !== undefined && Object.values(files).some((text) => /env_file|label_file/.test(text)),
    )
    .filter((_, index) => index % 8 === 0);

  it.each(withPaths.map((given) => [given.id, given] as const))('hashes %s as Berth does', (_, given) => {
    const { places, configHash } = askCompose(given);
    const { model } = loadGiven({ ...given, dir: places.dir }, { homeDir: places.home, keepsEnvFiles: true });
    const hashes = Object.entries(model?.services ?? {}).map(([name, service]) => [
      name,
      serviceHash(service),
    ]);
    expect(Object.fromEntries(hashes)).toEqual(configHash);
  });
});
