import { describe, expect, it } from 'vitest';
import { encodeService, serviceHash } from '../../../src-main/core/compose/hash.ts';
import { printModel, whyNoJson } from '../../../src-main/core/compose/print.ts';
import { writeJson } from '../../../src-main/core/compose/write-json.ts';
import { caseFiles, type ComposeCase, readCases, withPlaces } from './golden/cases.ts';
import { homeDir, loadGiven } from './project.ts';

const parent = '/home/tester/work';

/** A case with the places where it is loaded here. No disk is touched: these folders do not exist. */
function placed(given: ComposeCase): ComposeCase & { readonly dir: string } {
  const dir = `${parent}/${given.dirname ?? 'p'}`;
  return { ...withPlaces(given, { dir, parent, home: homeDir }), files: given.files, dir };
}

for (const file of caseFiles) {
  const cases = readCases(file).map(placed);

  describe(`each project of ${file} loads as docker compose 2.40 loads it`, () => {
    it.each(cases.map((given) => [given.id, given] as const))('%s', (_, given) => {
      const { model, problems, warnings } = loadGiven(given);
      if (given.expect === undefined) {
        const obstacle = model === null ? null : whyNoJson(model);
        expect([...problems, obstacle], given.reject).not.toEqual([null]);
        return;
      }
      expect(problems).toEqual([]);
      // To the byte, with every digit of a number: `json` is stored where parsing would lose some.
      expect(model && printModel(model, 'json')).toBe(given.json ?? writeJson(given.expect, 2));
      expect([...new Set(warnings)].sort()).toEqual(
        (given.warnings ?? []).map((text) => text.replaceAll('\\"', '"')).sort(),
      );
    });
  });
}

describe('the text that is hashed for a service is that of docker compose 2.40', () => {
  const cases = readCases('micro.jsonl')
    .map(placed)
    .filter(({ hashJSON }) => hashJSON !== undefined);
  it.each(cases.map((given) => [given.id, given] as const))('%s', (_, given) => {
    const services = loadGiven(given).model?.services ?? {};
    // These texts were made from `config`, which drops label_file; `up` keeps it.
    const texts = Object.entries(services).map(([name, service]) => [
      name,
      encodeService({ ...service, label_file: [] }),
    ]);
    expect(Object.fromEntries(texts)).toEqual(given.hashJSON);
  });
});

describe('config --hash prints what docker compose 2.40 prints', () => {
  const cases = readCases('written.jsonl')
    .map(placed)
    .filter(({ configHash }) => configHash !== undefined);
  it.each(cases.map((given) => [given.id, given] as const))('%s', (_, given) => {
    const services = loadGiven(given, { keepsEnvFiles: true }).model?.services ?? {};
    const hashes = Object.entries(services).map(([name, service]) => [name, serviceHash(service)]);
    expect(Object.fromEntries(hashes)).toEqual(given.configHash);
  });
});
