import { describe, expect, it } from 'vitest';
import type { WatchReport } from '../../src-main/contract/watch-report.ts';
import { eventually } from '../support/eventually.ts';
import { run, shop, up } from './shop.ts';

const watched = `
name: shop
services:
  api:
    image: api:1
    develop:
      watch:
        - { path: ./src, action: sync, target: /app }
        - { path: ./conf, action: sync+restart, target: /conf }
  web:
    image: web:1
    build: { context: ./web }
    develop: { watch: [{ path: ./web, action: rebuild }] }
`;

const at = shop();

async function watching(services: readonly string[] = []) {
  at.world.files.texts.delete('/srv/shop/berth.yaml');
  at.world.files.texts.set('/srv/shop/compose.yaml', watched);
  const session = await at.open();
  expect((await run(session, up)).status).toBe('done');
  const stop = new AbortController();
  const opened = await session.watchFiles(services, stop.signal);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const reports: WatchReport[] = [];
  const { value } = opened;
  const done = (async () => {
    for await (const report of value) reports.push(report);
  })();
  at.world.engine.calls.length = 0;
  return {
    reports,
    changed: (path: string, isThere = true) =>
      ({ kind: 'changed', path: `/srv/shop/${path}`, isThere }) as const,
    kinds: () => reports.map(({ kind }) => kind),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await done;
    },
  };
}

describe('a watch', () => {
  it('does all that belongs together at once', async () => {
    await using seen = await watching();
    const many = ['src/a', 'src/b', 'src/a'].map((path) => seen.changed(path));
    at.world.watcher.tell(...many, seen.changed('src/gone', false));
    await eventually(() => expect(seen.kinds()).toEqual(['watching', 'copied']));
    expect(seen.reports[1]).toMatchObject({ service: 'api', files: 2, removed: 1 });
    expect(at.world.engine.calls.filter((call) => call.startsWith('copy'))).toEqual([
      'copy /app/a /app/b into shop-api-1',
    ]);
  });

  it('restarts and builds after it has copied, each as a run of its own', async () => {
    await using seen = await watching();
    at.world.watcher.tell(seen.changed('web/Dockerfile'), seen.changed('conf/x'));
    await eventually(() =>
      expect(seen.kinds()).toEqual([
        'watching',
        'copied',
        'restarting',
        'restarted',
        'rebuilding',
        'rebuilt',
      ]),
    );
    const { calls } = at.world.engine;
    expect(calls.indexOf('copy /conf/x into shop-api-1')).toBeLessThan(calls.indexOf('stop shop-api-1'));
    expect(calls).toContain('build web:1');
  });

  it('tells what went wrong and goes on', async () => {
    await using seen = await watching(['api']);
    at.world.engine.down = { kind: 'engine-absent', endpoint: 'x', detail: 'gone' };
    at.world.watcher.tell(seen.changed('conf/x'));
    await eventually(() => expect(seen.kinds()).toEqual(['watching', 'failed']));
    at.world.engine.down = null;
    at.world.watcher.tell(seen.changed('src/x'));
    await eventually(() => expect(seen.kinds()).toEqual(['watching', 'failed', 'copied']));
  });

  it('tells of folders whose changes may not be seen', async () => {
    at.world.files.texts.set('/proc/self/mountinfo', '1 1 0:1 / /srv rw - 9p C: rw\n');
    await using seen = await watching(['api']);
    at.world.watcher.tell({ kind: 'blind', path: '/srv/shop/src', detail: 'no space left on device' });
    await eventually(() => expect(seen.kinds()).toEqual(['watching', 'deaf', 'deaf', 'deaf']));
    expect(seen.reports[1]).toMatchObject({ path: '/srv/shop/src', why: expect.stringContaining('WSL') });
    expect(seen.reports[3]).toMatchObject({ why: 'no space left on device' });
  });

  it('of a project that declares none, or of a pattern that cannot be read, is refused', async () => {
    const session = await at.open();
    const signal = new AbortController().signal;
    expect(await session.watchFiles([], signal)).toMatchObject({
      ok: false,
      error: [{ kind: 'watch-undeclared' }],
    });
    at.world.files.texts.set(
      '/srv/shop/compose.yaml',
      watched.replace('target: /app', 'target: /app, ignore: ["[a"]'),
    );
    await session.reload(signal);
    expect(await session.watchFiles([], signal)).toMatchObject({
      ok: false,
      error: [{ kind: 'compose-invalid', message: expect.stringContaining('api.develop.watch') }],
    });
  });
});
