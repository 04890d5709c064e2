import { expect, it } from 'vitest';
import { run, shop, up } from './shop.ts';

const at = shop();

it('a container that something else removed before its start is told with its service', async () => {
  const { engine } = at.world;
  const { startContainer } = engine.docker;
  const missing = { kind: 'container-missing', container: 'shop-api-1' } as const;
  Object.assign(engine.docker, {
    startContainer: async (name: string, signal: AbortSignal) =>
      name === 'shop-api-1'
        ? { ok: false, error: { ...missing, service: name } }
        : startContainer(name, signal),
  });
  const { problems, steps } = await run(await at.open(), up);
  expect(problems).toEqual([{ ...missing, service: 'api' }]);
  expect(steps.filter(({ status }) => status === 'skipped').map(({ service }) => service)).toContain('web');
});
