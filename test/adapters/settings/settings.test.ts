import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { confSettings } from '../../../src-main/adapters/settings/settings.ts';
import { settingsDir } from '../../../src-main/adapters/settings/settings-dir.ts';

let root = '';
let dir = '';
let file = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'berth-settings-'));
  dir = join(root, 'berth');
  file = join(dir, 'config.json');
});
afterEach(() => rmSync(root, { recursive: true }));

test('nothing written yet is an empty content', async () => {
  expect(confSettings(dir).read()).toEqual({ ok: true, value: { recent: [] } });
});

test('what is written is read by another, at most twenty folders', async () => {
  const folders = Array.from({ length: 25 }, (_, n) => `/p/${n}`);
  expect(await confSettings(dir).write({ recent: folders })).toEqual({ ok: true, value: undefined });
  expect(confSettings(dir).read()).toEqual({ ok: true, value: { recent: folders.slice(0, 20) } });
  if (process.platform !== 'win32') {
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(dir).mode & 0o777).toString(8)).toBe('700');
  }
});

test('two open settings see what the other wrote', async () => {
  const [one, two] = [confSettings(dir), confSettings(dir)];
  await one.write({ recent: ['/a'] });
  expect(two.read()).toEqual({ ok: true, value: { recent: ['/a'] } });
  await two.write({ recent: ['/b'] });
  expect(one.read()).toEqual({ ok: true, value: { recent: ['/b'] } });
});

test('fields of another version stay, and a field of another shape does no harm', async () => {
  await confSettings(dir).write({ recent: ['/a'] });
  writeFileSync(file, JSON.stringify({ recent: 'broken', future: { a: 1 } }));
  const settings = confSettings(dir);
  expect(settings.read()).toEqual({ ok: true, value: { recent: [] } });
  await settings.write({ recent: ['/b', '/c'] });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ recent: ['/b', '/c'], future: { a: 1 } });
});

test('a file cut at any byte ends in the last good copy, and is reported once under the name it was set aside', async () => {
  await confSettings(dir).write({ recent: ['/a', '/b'] });
  const whole = readFileSync(file, 'utf8').trimEnd();
  for (let length = 0; length < whole.length; length += 1) {
    writeFileSync(file, whole.slice(0, length));
    const settings = confSettings(dir);
    const first = settings.read();
    expect(first).toMatchObject({ ok: false, error: { kind: 'settings-corrupt', file } });
    const keptAs = !first.ok && first.error.kind === 'settings-corrupt' ? first.error.keptAs : '';
    if (keptAs !== '') expect(readFileSync(keptAs, 'utf8')).toBe(whole.slice(0, length));
    expect(settings.read()).toEqual({ ok: true, value: { recent: ['/a', '/b'] } });
  }
});

for (const text of ['[]', 'null', '"text"', '{"recent":', '\0\0\0\0', '<html>']) {
  test(`a file that holds ${JSON.stringify(text)} is set aside`, async () => {
    await confSettings(dir).write({ recent: ['/a'] });
    writeFileSync(file, text);
    const settings = confSettings(dir);
    expect(settings.read()).toMatchObject({ ok: false, error: { kind: 'settings-corrupt' } });
    expect(settings.read()).toEqual({ ok: true, value: { recent: ['/a'] } });
  });
}

test('a file damaged while it is open is mended by the next write, and told by the next read', async () => {
  const settings = confSettings(dir);
  await settings.write({ recent: ['/a'] });
  writeFileSync(file, '{"rec');
  expect(await settings.write({ recent: ['/b'] })).toEqual({ ok: true, value: undefined });
  expect(settings.read()).toMatchObject({ ok: false, error: { kind: 'settings-corrupt' } });
  expect(settings.read()).toEqual({ ok: true, value: { recent: ['/b'] } });
});

test('a damaged file without a good copy starts anew and is kept', async () => {
  mkdirSync(dir);
  writeFileSync(file, '{');
  const settings = confSettings(dir);
  expect(settings.read()).toMatchObject({ ok: false, error: { kind: 'settings-corrupt' } });
  expect(settings.read()).toEqual({ ok: true, value: { recent: [] } });
  expect(readdirSync(dir)).toContain('config.damaged-1.json');
});

test('a folder that cannot be used is a problem, not a crash', async () => {
  writeFileSync(dir, 'a file stands where the folder should be');
  expect(confSettings(dir).read()).toMatchObject({ ok: false, error: { kind: 'file-unreadable' } });
  expect(await confSettings(dir).write({ recent: [] })).toMatchObject({
    ok: false,
    error: { kind: 'file-unreadable' },
  });
});

test('the folder is where each system keeps such things, or where BERTH_HOME says', async () => {
  const at = (
    platform: 'win32' | 'linux' | 'darwin',
    homeDir: string,
    variables: Record<string, string> = {},
  ) => settingsDir({ platform, homeDir, variables });
  expect(at('linux', '/home/ada')).toBe('/home/ada/.config/berth');
  expect(at('linux', '/home/ada', { XDG_CONFIG_HOME: '/x' })).toBe('/x/berth');
  expect(at('linux', '/home/ada', { XDG_CONFIG_HOME: 'relative' })).toBe('/home/ada/.config/berth');
  expect(at('darwin', '/Users/ada')).toBe('/Users/ada/Library/Application Support/berth');
  expect(at('win32', 'C:\\Users\\ada', { APPDATA: 'D:\\Roaming' })).toBe('D:\\Roaming\\berth');
  expect(at('win32', 'C:\\Users\\ada')).toBe('C:\\Users\\ada\\AppData\\Roaming\\berth');
  expect(at('linux', '/home/ada', { BERTH_HOME: '/own' })).toBe('/own');
});
