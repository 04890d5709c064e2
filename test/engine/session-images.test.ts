import { describe, expect, it } from 'vitest';
import type { PlanWish } from '../../src-main/engine/desk.ts';
import { end, run, shop, signal, up, verdicts } from './shop.ts';

const at = shop();

const pulled: PlanWish = { goal: 'up', services: [], flags: { pull: 'always' } };
const replaced = () => at.world.engine.calls.filter((call) => call.startsWith('rename'));
const titles = (view: {
  readonly steps: readonly { readonly service: string | null; readonly title: string }[];
}) => view.steps.map(({ service, title }) => `${service ?? ''} ${title}`.trim());

describe('an image that this run brings', () => {
  it('replaces in the same run exactly the containers that were made of another', async () => {
    const session = await at.open();
    await run(session, up);
    at.world.engine.built.set('api:1', { id: 'sha256:newer' });
    const view = await run(session, pulled);
    expect(view).toMatchObject({ status: 'done', problems: [] });
    expect(replaced()).toEqual([expect.stringMatching(/_shop-api-1 shop-api-1$/)]);
    expect(at.world.engine.container('shop-api-1')?.imageId).toBe('sha256:newer');
    expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
    // The images come first, numbered as they are shown; what they led to follows.
    expect(titles(view).slice(0, 4)).toEqual([
      'db pull image postgres:16',
      'api pull image api:1',
      'web pull image web:1',
      'api create container',
    ]);
    expect(view.steps.map(({ id }) => id)).toEqual(view.steps.map((_, index) => index + 1));
    expect((await run(session, up)).nothingToDo).toBe(true);
  });

  it('costs two looks at the engine where nothing but images is asked for: under the lock, and when it is there', async () => {
    const { docker } = at.world.engine;
    const { listContainers } = docker;
    let looks = 0;
    Object.assign(docker, {
      listContainers: (...asked: Parameters<typeof listContainers>) => {
        looks += 1;
        return listContainers(...asked);
      },
    });
    const opened = await at.desk.open({ dir: 'shop', environment: 'local', files: null });
    const session = opened.ok ? at.desk.session(opened.value.id) : opened;
    if (!session.ok) throw new Error('the project did not open');
    const started = await session.value.start({ goal: 'pull', services: [] }, null, signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    const view = await end(session.value, started.value);
    expect(view).toMatchObject({ status: 'done', problems: [] });
    expect(titles(view)).toHaveLength(3);
    expect(looks).toBe(2);
  });

  it('that came out as it was replaces nothing', async () => {
    const session = await at.open();
    await run(session, up);
    const before = at.world.engine.containers.map(({ id }) => id);
    expect(titles(await run(session, pulled))).toHaveLength(3);
    expect(at.world.engine.containers.map(({ id }) => id)).toEqual(before);
  });

  it('and cannot be had leaves all as it is, and says which', async () => {
    const session = await at.open();
    await run(session, up);
    at.world.engine.unavailable.add('api:1');
    at.world.engine.built.set('db:1', { id: 'sha256:newer' });
    const before = at.world.engine.containers.map(({ id }) => id);
    const view = await run(session, pulled);
    expect(view).toMatchObject({
      status: 'failed',
      problems: [{ kind: 'image-unavailable', image: 'api:1' }],
    });
    expect(at.world.engine.containers.map(({ id }) => id)).toEqual(before);
  });

  it('is missing and cannot be had: nothing is made of the service, nor of what depends on it', async () => {
    at.world.engine.images.delete('api:1');
    at.world.engine.unavailable.add('api:1');
    const session = await at.open();
    const view = await run(session, up);
    expect(view.problems).toMatchObject([{ kind: 'image-unavailable', image: 'api:1' }]);
    expect(at.world.engine.containers.map(({ name }) => name)).toEqual(['shop-db-1']);
    expect(verdicts(session)['db']).toBe('green');
  });

  it('with a health check of its own is waited for, though the check was not known before', async () => {
    at.world.files.texts.delete('/srv/shop/berth.yaml');
    at.world.files.texts.set('/srv/shop/compose.yaml', 'name: shop\nservices: { a: { image: "a:1" } }\n');
    at.world.engine.built.set('a:1', { healthcheck: true });
    const session = await at.open();
    const view = await run(session, up);
    expect(titles(view)).toContain('a wait until healthy');
  });
});

it('forced to be made anew, containers of images that had to come are made once', async () => {
  at.world.engine.images.clear();
  const session = await at.open();
  const view = await run(session, { goal: 'up', services: [], flags: { recreate: 'always' } });
  expect(view).toMatchObject({ status: 'done', problems: [] });
  expect(titles(view).filter((title) => title.endsWith('create container'))).toHaveLength(3);
});

describe('services of a profile that is off', () => {
  const files = `
name: shop
services:
  app: { image: "api:1" }
  debug: { image: "web:1", profiles: [tools], depends_on: [app] }
  other: { image: "web:1", profiles: [more] }
`;

  it('are on where one of them is named, with what it depends on', async () => {
    at.world.files.texts.delete('/srv/shop/berth.yaml');
    at.world.files.texts.set('/srv/shop/compose.yaml', files);
    const session = await at.open();
    const view = await run(session, { goal: 'up', services: ['debug'] });
    expect(view.problems).toEqual([]);
    expect(at.world.engine.containers.map(({ name }) => name)).toEqual(['shop-app-1', 'shop-debug-1']);
    expect(session.view().orphans).toEqual([]);
    expect((await run(session, up)).nothingToDo).toBe(true);
  });
});
