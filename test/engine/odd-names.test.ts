import { expect, it } from 'vitest';
import type { Model } from '../../src-main/core/compose/model.ts';
import { modelForCompose } from '../../src-main/engine/compose-handover.ts';
import { run, shop, up, verdicts } from './shop.ts';

const at = shop();

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'a service called %s is one like any other',
  async (name) => {
    at.world.files.texts.delete('/srv/shop/berth.yaml');
    at.world.files.texts.set(
      '/srv/shop/compose.yaml',
      `
name: shop
services:
  ${name}:
    image: api:1
    labels: { ${name}: x }
    environment: { ${name}: y }
    volumes: [${name}:/data]
    networks: [${name}]
  web:
    image: web:1
    depends_on: [${name}]
volumes: { ${name}: }
networks: { ${name}: }
`,
    );
    const session = await at.open();
    expect((await run(session, up)).status).toBe('done');
    expect(new Map(Object.entries(verdicts(session)))).toEqual(
      new Map([
        [name, 'green'],
        ['web', 'green'],
      ]),
    );
    expect((await run(session, { goal: 'down', services: [] })).status).toBe('done');
  },
);

it('a volume called constructor is handed to docker compose by its own name', () => {
  const model = {
    name: 'shop',
    workingDir: '/srv/shop',
    services: {},
    networks: {},
    volumes: { constructor: { name: 'shop_constructor' } },
    configs: {},
    secrets: {},
  } as unknown as Model;
  const text = modelForCompose({ model, verb: 'up', physical: {}, values: {} });
  expect(JSON.parse(text)).toMatchObject({ volumes: { constructor: { name: 'shop_constructor' } } });
});
