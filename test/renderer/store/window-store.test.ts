import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDesk } from '../../../src-main/engine/open-desk.ts';
import { inProcessClient } from '../../../src-main/router/wires/in-process.ts';
import { routerOf } from '../../../src-main/router/router.ts';
import type { Api, ConnectionState } from '../../../src-renderer/connection/connection.ts';
import { broadcastState } from '../../../src-renderer/connection/broadcast.ts';
import { openWindowStore } from '../../../src-renderer/store/window-store.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeWorld } from '../../support/fake-world.ts';

let world: FakeWorld;
let api: Api;
let close: () => Promise<void>;
let leave: () => void = () => {};
beforeEach(() => {
  world = new FakeWorld();
  world.files.texts.set('/srv/shop/compose.yaml', 'name: shop\nservices: { web: { image: "web:1" } }\n');
  world.engine.addImage('web:1');
  world.engine.behave('web', { log: ['here I am'] });
  const desk = openDesk(world.ports());
  api = inProcessClient(routerOf(desk));
  close = () => desk.close();
  // A page that is in sight: frames come.
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 1));
  vi.stubGlobal('cancelAnimationFrame', (frame: NodeJS.Timeout) => clearTimeout(frame));
});
afterEach(async () => {
  leave();
  await close();
  world.engine.close();
  vi.unstubAllGlobals();
});

function opened() {
  const { connection, say } = broadcastState({ kind: 'connecting' });
  const store = openWindowStore(connection, null);
  leave = store.intents.leaveProject;
  let epoch = 0;
  const connect = (): void => {
    epoch += 1;
    say({ kind: 'connected', api, epoch } satisfies ConnectionState);
  };
  connect();
  return { ...store, connect, lose: () => say({ kind: 'lost', attempt: 1 }) };
}

it('logs that could not be read while the engine was away are read once it is there', async () => {
  world.engine.down = { kind: 'engine-absent', endpoint: 'unix:///x', detail: 'ENOENT' };
  const { state, intents } = opened();
  await intents.openProject({ dir: 'shop', environment: 'local' });
  await eventually(() => expect(state.getState().logs.failure).not.toBeNull());
  world.engine.down = null;
  await eventually(() => expect(state.getState().board?.engine.state).toBe('ready'));
  expect((await intents.start({ goal: 'up' })).ok).toBe(true);
  await eventually(() => expect(state.getState().logs).toMatchObject({ failure: null, reading: true }));
  await eventually(() => expect(state.getState().logs.ring.at(0)?.text).toBe('here I am'));
});

it('a window whose user left the project shows the choice again after the connection was lost', async () => {
  const { state, intents, connect, lose } = opened();
  await intents.openProject({ dir: 'shop', environment: 'local' });
  await eventually(() => expect(state.getState().board).not.toBeNull());
  intents.leaveProject();
  lose();
  connect();
  await eventually(() => expect(state.getState().recent).toEqual(['/srv/shop']));
  await new Promise((resolve) => setImmediate(resolve));
  expect(state.getState().project).toBeNull();
});

it('a window out of sight keeps no frame for each view that it took', async () => {
  const frames = new Set<number>();
  let last = 0;
  vi.stubGlobal('requestAnimationFrame', () => {
    last += 1;
    frames.add(last);
    return last;
  });
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => frames.delete(frame));
  const { state, intents } = opened();
  await intents.openProject({ dir: 'shop', environment: 'local' });
  await eventually(() => expect(state.getState().board?.engine.state).toBe('ready'));
  expect((await intents.start({ goal: 'up' })).ok).toBe(true);
  await eventually(() => expect(state.getState().board?.run?.status).toBe('done'));
  // One of the board and one of the logs.
  expect(frames.size).toBeLessThanOrEqual(2);
});
