import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src-main/core/compose/canonical.ts';
import { composeInput, composeText, doubled } from '../../../src-main/core/compose/compose-input.ts';
import { collectFaults } from '../../../src-main/core/compose/faults.ts';
import { encodeService, serviceHash } from '../../../src-main/core/compose/hash.ts';
import { parseDocuments } from '../../../src-main/core/compose/parse.ts';
import { plainEqual } from '../../../src-main/core/compose/tree.ts';
import { type ComposeCase, readCases } from './golden/cases.ts';
import { loadGiven } from './project.ts';

const accepted = [...readCases('micro.jsonl'), ...readCases('written.jsonl')].filter(
  (given) => given.expect !== undefined,
);
const placed = (given: ComposeCase) => ({ ...given, dir: `/home/tester/projects/${given.dirname ?? 'p'}` });

describe('on every accepted project of the suite', () => {
  it('merging with an empty file changes nothing', () => {
    for (const given of accepted.map(placed)) {
      const more = {
        ...given,
        files: { ...given.files, 'empty.yaml': '{}\n' },
        use: [...given.use, 'empty.yaml'],
      };
      expect({ ...loadGiven(more).model, files: [] }, given.id).toEqual({
        ...loadGiven(given).model,
        files: [],
      });
    }
  });

  it('a canonical file is its own canonical form', () => {
    for (const { id, files, use } of accepted) {
      const source = { file: '/p/compose.yaml', text: files[use[0] ?? ''] ?? '' };
      for (const { root } of parseDocuments(source, collectFaults()) ?? []) {
        const once = canonical(root, collectFaults());
        expect(plainEqual(canonical(once, collectFaults()), once), id).toBe(true);
      }
    }
  });

  it('what is handed to docker compose loads as the same services, with the same hashes', () => {
    for (const given of accepted.map(placed).filter(({ id }) => !unfaithful.has(id))) {
      const { model } = loadGiven(given);
      if (model === null || Object.keys(model.services).length === 0) continue;
      const text = composeText(doubled(composeInput(model)));
      const again = loadGiven({
        ...given,
        files: { ...given.files, 'again.yaml': text },
        use: ['again.yaml'],
        args: ['--profile', '*'],
      });
      expect(again.problems, given.id).toEqual([]);
      expect(encoded(again.model?.services ?? {}), given.id).toEqual(encoded(model.services));
    }
  });
});

const encoded = (
  services: Readonly<Record<string, Parameters<typeof encodeService>[0]>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(services).map(([name, service]) => [name, encodeService(service)]));

/** What compose takes in one form and has no other form for: see the case. */
const unfaithful = new Set([
  'attribute-077', // two addresses in one entry of a mapping of hosts
  'attribute-089', // a group as a number and as a text
  'attribute-118', // an empty key
  'attribute-119',
  'attribute-155', // an empty network_mode
  'attribute-206', // one port twice
  'bounds-036', // a size beyond 64 bits
  'mended-004', // negative permissions
  'attribute-217',
  'compat', // without the default network
  'project-072', // a config without a source
  'project-128', // an empty target
  'project-275',
  'project-407', // an extends that leads to nothing
  'project-487', // a variable without a name
  'project-571',
]);

it('the hash does not depend on the order of keys', () => {
  const services = accepted
    .map(placed)
    .flatMap((given) => Object.values(loadGiven(given).model?.services ?? {}));
  fc.assert(
    fc.property(fc.constantFrom(...services), fc.infiniteStream(fc.nat()), (service, numbers) => {
      const shuffled = shuffle(service, () => numbers.next().value ?? 0) as typeof service;
      return serviceHash(shuffled) === serviceHash(service);
    }),
    { numRuns: 500 },
  );
});

function shuffle(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffle(item, next));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => ({
    key,
    item: shuffle(item, next),
    rank: next(),
  }));
  return Object.fromEntries(entries.sort((a, b) => a.rank - b.rank).map(({ key, item }) => [key, item]));
}
