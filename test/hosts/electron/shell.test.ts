import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startKeychainProcess } from '../../../src-main/hosts/electron/keychain-process.ts';
import { projectArgument } from '../../../src-main/hosts/electron/project-argument.ts';
import { eventually } from '../../support/eventually.ts';
import { shellRig } from './open-shell.ts';
import { electron } from './stand-in.ts';

vi.mock('electron', async () => (await import('./stand-in.ts')).electron.module);

const { module } = electron;
let rig: ReturnType<typeof shellRig>;
beforeEach(() => {
  rig = shellRig();
});
afterEach(() => rig.release());

test('the page is loaded last, when everything that guards it stands', async () => {
  const { window, session } = await rig.start();
  expect(window.loaded).toEqual(['app://ui/index.html']);
  expect(session.protocol.handle).toHaveBeenCalled();
  expect(window.show).not.toHaveBeenCalled();
  window.emit('ready-to-show');
  expect(window.show).toHaveBeenCalledOnce();
});

test('a project named on the command line is open when the window is, and one that cannot open stops nothing', async () => {
  const { window } = await rig.start('/srv/demo');
  expect(rig.desk.opened).toEqual([{ dir: '/srv/demo', environment: 'local', files: null }]);
  expect(window.loaded).toHaveLength(1);
  rig.desk.openProblems = [{ kind: 'folder-missing', dir: '/no' }];
  expect((await rig.start('/no')).window.loaded).toHaveLength(1);
});

test.each([
  [['electron', '.'], null],
  [['electron', '.', '--project', '/srv/x'], '/srv/x'],
  [['electron', '.', '--project'], null],
  [['electron', '.', '--project', ''], null],
  [['electron', '.', '--project', '--no-sandbox'], null],
  [['berth', 'berth://open?--project=/x'], null],
])('the command line %j names %s', (words, dir) => expect(projectArgument(words)).toBe(dir));

test('the keychain runs in a utility process with the variables it is given and no others', async () => {
  const child = startKeychainProcess('/out/main/keychain-child.js', { HOME: '/home/x' });
  expect(module.utilityProcess.fork).toHaveBeenCalledWith('/out/main/keychain-child.js', [], {
    env: { HOME: '/home/x' },
    stdio: 'ignore',
    serviceName: 'Berth keychain',
  });
  const utility = module.utilityProcess.fork.mock.results.at(-1)?.value;
  const heard: unknown[] = [];
  child.onMessage((message) => heard.push(message));
  child.onEnd((why) => heard.push(why));
  child.send({ id: 1, act: 'get', account: 'a' });
  expect(utility.postMessage).toHaveBeenCalledWith({ id: 1, act: 'get', account: 'a' });
  utility.emit('message', { id: 1 });
  utility.emit('exit', 3);
  child.kill();
  expect(heard).toEqual([{ id: 1 }, 'exit code 3']);
  expect(utility.kill).toHaveBeenCalledOnce();
});

test('the desk is closed before the app ends, once', async () => {
  await rig.start();
  const preventDefault = vi.fn();
  module.app.emit('will-quit', { preventDefault });
  await eventually(() => expect(module.app.quit).toHaveBeenCalledOnce());
  expect(rig.desk.closed).toBe(true);
  module.app.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});
