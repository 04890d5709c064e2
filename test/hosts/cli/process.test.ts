import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'src-main', 'hosts', 'cli', 'main.ts');
let dir: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'berth-process-'));
  mkdirSync(join(dir, 'project'));
  writeFileSync(
    join(dir, 'project', 'compose.yaml'),
    'name: process-test\nservices:\n  one:\n    image: redis:7\n',
  );
  env = {
    ...process.env,
    BERTH_HOME: join(dir, 'home'),
    DOCKER_HOST: `unix://${join(dir, 'nowhere.sock')}`,
    NO_COLOR: '1',
  };
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const start = (words: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, [main, ...words], { env: { ...env, ...more }, cwd: join(dir, 'project') });

function kept(child: ChildProcess) {
  const text = { out: '', err: '' };
  child.stdout?.on('data', (part) => (text.out += part));
  child.stderr?.on('data', (part) => (text.err += part));
  return text;
}

async function run(...words: string[]) {
  const child = start(words);
  const text = kept(child);
  child.stdin.end();
  const [code] = await once(child, 'close');
  return { code, ...text };
}

test('the program prints its version alone', async () => {
  expect(await run('--version')).toEqual({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    err: '',
  });
});

test('wrong usage ends with 2', async () => {
  expect((await run('sideways')).code).toBe(2);
});

test('an engine that is not there is one JSON document with its remedy, and 1', async () => {
  const { code, out, err } = await run('up', '--json');
  expect([code, err]).toEqual([1, '']);
  expect(JSON.parse(out).problems[0]).toMatchObject({
    kind: 'engine-absent',
    title: 'No Docker Engine answers',
  });
});

test('a fault in the Compose file is told with its place', async () => {
  const broken = join(dir, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'compose.yaml'), 'services:\n  one:\n    image: [redis\n');
  const { code, err } = await run('plan', 'up', '--project', broken);
  expect(code).toBe(1);
  expect(err).toMatch(/compose\.yaml:\d+:\d+/);
});

test.runIf(process.platform !== 'win32')('an interrupt in the middle of a call ends with 130', async () => {
  // An engine that takes the connection and never answers.
  const engine = createServer(() => {});
  const socket = join(dir, 'silent.sock');
  engine.listen(socket);
  let asked = false;
  engine.once('connection', () => {
    asked = true;
  });
  const child = start(['up'], { DOCKER_HOST: `unix://${socket}` });
  await eventually(() => expect(asked).toBe(true), 10_000);
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect(code).toBe(130);
  engine.close();
});

// A library that the desk is made of sends a signal it saw to the process once more.
test.runIf(process.platform !== 'win32')(
  'one interrupt is heard once, also when the desk is open',
  async () => {
    const script = `
    const { thisProcess } = await import(${JSON.stringify(pathToFileURL(join(main, '..', 'this-process.ts')).href)});
    const world = thisProcess();
    let heard = 0;
    const release = world.onInterrupt(() => { heard += 1; });
    const desk = await world.openDesk();
    process.kill(process.pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    console.log('heard ' + heard);
    release();
    await desk.close();
  `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env,
      cwd: join(dir, 'project'),
    });
    const text = kept(child);
    const [code] = await once(child, 'close');
    expect([code, text.out]).toEqual([0, 'heard 1\n']);
  },
);

const hasPty = process.platform === 'linux' && existsSync('/usr/bin/script');
test.runIf(hasPty)('a value typed at a terminal is not shown', async () => {
  writeFileSync(join(dir, 'project', 'berth.yaml'), profile);
  const words = [process.execPath, main, 'secrets', 'set', 'DB__PASSWORD']
    .map((word) => `'${word}'`)
    .join(' ');
  // Without a session bus the keychain refuses; what matters is what the terminal showed before.
  const variables = { ...env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(dir, 'no-bus')}` };
  const child = spawn('/usr/bin/script', ['-qec', words, '/dev/null'], {
    env: variables,
    cwd: join(dir, 'project'),
  });
  const text = kept(child);
  await eventually(() => expect(text.out).toContain('(not shown)'), 10_000);
  child.stdin.write('c4nary\u007fy\r');
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(text.out).toContain('keychain');
  expect(text.out + text.err).not.toContain('c4nar');
  rmSync(join(dir, 'project', 'berth.yaml'));
});

const profile = `berth: 1
project: process-test
compose: [compose.yaml]
keys:
  DB__PASSWORD: { secret: true, describe: Password of the app role }
`;
