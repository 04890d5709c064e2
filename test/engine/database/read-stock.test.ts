import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-main/contract/result.ts';
import { readStock, type StockWorld } from '../../../src-main/engine/database/read-stock.ts';
import { hashesOf, observed, profile, stack } from '../../support/builders.ts';

const never = new AbortController().signal;

/** The key of what is prepared for the sample stack, whose database has a secret and a script from files. */
async function keyWith(texts: Readonly<Record<string, string>>): Promise<string | undefined> {
  const plain = stack();
  const script = { type: 'bind', source: '/p/init', target: '/docker-entrypoint-initdb.d' } as const;
  const db = {
    ...(plain.services['db'] ?? expect.fail()),
    secrets: [{ source: 'password', target: '/run/secrets/password' }],
    volumes: [...(plain.services['db']?.volumes ?? []), script],
  };
  const model = {
    ...plain,
    services: { ...plain.services, db },
    secrets: { password: { name: 'p_password', file: '/p/password.txt' } },
  };
  const world = {
    files: {
      digest: async (path: string) =>
        texts[path] === undefined ? { is: 'nothing' } : { is: 'hash', hex: texts[path] },
    },
    docker: { listOwnContainers: async () => ok([]), listOwnNetworks: async () => ok([]) },
    journal: { records: () => [] },
    dir: '/p',
    environment: 'local',
    ...{ model, profile: profile(), observed: observed(model, []), hashes: hashesOf(model), seed: null },
  };
  const stock = await readStock(world as unknown as StockWorld, never);
  return stock.ok ? stock.value?.key : expect.fail(stock.error.kind);
}

describe('what was prepared for a reset is another one', () => {
  const texts = { '/p/init': 'a', '/p/password.txt': 'b' };

  it.each(Object.keys(texts))('when %s has changed', async (path) => {
    expect(await keyWith(texts)).toBe(await keyWith({ ...texts }));
    expect(await keyWith({ ...texts, [path]: 'changed' })).not.toBe(await keyWith(texts));
  });
});
