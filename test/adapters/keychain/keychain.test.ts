import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { keychainInOwnProcess } from '../../../src-main/adapters/keychain/keychain.ts';
import { eventually } from '../../lab/eventually.ts';

const dir = mkdtempSync(join(tmpdir(), 'berth-keychain-'));
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
/** A keychain process that behaves as the text of this program says. */
function childFile(program: string): string {
  files += 1;
  const file = join(dir, `child-${files}.mjs`);
  writeFileSync(file, program);
  return file;
}

const answering = (body: string): string => `
  import { createInterface } from 'node:readline';
  const entries = new Map();
  const say = (reply) => process.stdout.write(JSON.stringify(reply) + '\\n');
  for await (const line of createInterface(process.stdin)) {
    const { id, act, account, value } = JSON.parse(line);
    ${body}
  }`;

const keeping = answering(`
  if (act === 'set') entries.set(account, value);
  const answer = act === 'get' ? (entries.get(account) ?? null) : act === 'delete' ? entries.delete(account) : null;
  say({ id, ok: true, value: answer });`);

test('a keychain that never answers is silent after the deadline, and so is at once everyone who waited behind', async () => {
  const keychain = keychainInOwnProcess({ childFile: childFile(answering('')), deadlineMs: 1_500 });
  const begun = performance.now();
  const outcomes = await Promise.all([keychain.read('a'), keychain.write('b', 'x'), keychain.check()]);
  expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.kind))).toEqual(
    Array(3).fill('keychain-silent'),
  );
  // One deadline for all of them, and not one after the other.
  expect(performance.now() - begun).toBeLessThan(2 * 1_500);
  await keychain.close();
});

test('after a silence the next question is asked of a new process', async () => {
  const flag = join(dir, 'answered-once');
  const program = `
    import { existsSync, writeFileSync } from 'node:fs';
    const silent = !existsSync(${JSON.stringify(flag)});
    writeFileSync(${JSON.stringify(flag)}, '');
    ${keeping.replace('const { id', 'if (silent) continue;\n const { id')}`;
  const keychain = keychainInOwnProcess({ childFile: childFile(program), deadlineMs: 1500 });
  expect(await keychain.check()).toMatchObject({ ok: false, error: { kind: 'keychain-silent' } });
  expect(await keychain.check()).toMatchObject({ ok: true });
  await keychain.close();
});

test('a process that dies in a question fails that question alone', async () => {
  const keychain = keychainInOwnProcess({
    childFile: childFile(
      keeping.replace('const answer', "if (account === 'die') process.exit(3);\n const answer"),
    ),
  });
  expect(await keychain.read('die')).toEqual({
    ok: false,
    error: { kind: 'keychain-failed', operation: 'reading', detail: 'its process ended (exit code 3)' },
  });
  expect(await keychain.write('live', 'x')).toMatchObject({ ok: true });
  await keychain.close();
});

test('a process that cannot be started at all is a failure, not a crash', async () => {
  const keychain = keychainInOwnProcess({ childFile: join(dir, 'not-there.mjs') });
  expect(await keychain.read('a')).toMatchObject({ ok: false, error: { kind: 'keychain-failed' } });
  await keychain.close();
});

test('a machine without the module has no keychain', async () => {
  const program = answering(
    "say({ id, ok: false, fault: 'module-missing', message: \"Cannot find package 'keytar'\\nat x\" });",
  );
  const keychain = keychainInOwnProcess({ childFile: childFile(program) });
  expect(await keychain.check()).toEqual({
    ok: false,
    error: {
      kind: 'keychain-absent',
      detail: "The keychain module is not installed: Cannot find package 'keytar'",
    },
  });
  await keychain.close();
});

test('words that are no answer, and answers to other questions, are not taken for one', async () => {
  const program = keeping.replace(
    'say({ id',
    "process.stdout.write('noise\\n');\n say({ id: id + 7, ok: true, value: 'wrong' });\n say({ id",
  );
  const keychain = keychainInOwnProcess({ childFile: childFile(program) });
  expect(await keychain.read('a')).toEqual({ ok: true, value: null });
  await keychain.close();
});

test('an empty value, and one that is no text, are refused before they are sent', async () => {
  const keychain = keychainInOwnProcess({ childFile: childFile(keeping) });
  for (const value of ['', 'a\0b', 'a\uD800']) {
    expect(await keychain.write('a', value)).toMatchObject({ ok: false, error: { kind: 'keychain-failed' } });
  }
  await keychain.close();
});

test('its process gets the few variables it needs and no other', async () => {
  const program = answering(
    "say({ id, ok: true, value: act === 'get' ? JSON.stringify(process.env) : null });",
  );
  const variables = {
    HOME: '/h',
    PATH: '/p',
    AWS_SECRET_ACCESS_KEY: 'canary',
    NODE_OPTIONS: '--title=x',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/b',
  };
  const keychain = keychainInOwnProcess({ childFile: childFile(program), variables });
  const read = await keychain.read('a');
  expect(JSON.parse(read.ok ? (read.value ?? '') : '')).toEqual({
    HOME: '/h',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/b',
  });
  await keychain.close();
});

const keychainModule = fileURLToPath(
  new URL('../../../src-main/adapters/keychain/keychain.ts', import.meta.url),
);

function startUser(end: string): ReturnType<typeof spawn> {
  const program = `
    import { keychainInOwnProcess } from ${JSON.stringify(keychainModule)};
    const keychain = keychainInOwnProcess({ deadlineMs: 3000 });
    await keychain.read('a');
    console.log('asked');
    ${end}`;
  const file = join(dir, `user-${end.length}.mjs`);
  writeFileSync(file, program);
  return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const childrenOf = async (pid: number): Promise<readonly string[]> => {
  const { readFile } = await import('node:fs/promises');
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
    .trim()
    .split(' ')
    .filter((child) => child !== '');
};

const isAlive = (pid: string): boolean => {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
};

test.runIf(process.platform === 'linux')('its process ends when Berth is killed', async () => {
  const user = startUser('setInterval(() => {}, 1000);');
  await once(user.stdout ?? user, 'data');
  const [child = ''] = await childrenOf(user.pid ?? 0);
  expect(isAlive(child)).toBe(true);
  user.kill('SIGKILL');
  await once(user, 'exit');
  expect(await eventually(async () => !isAlive(child), 3000)).toBe(true);
});

test('Berth ends by itself although the keychain process is still there', async () => {
  const user = startUser('');
  const exit = once(user, 'exit');
  const [code] = (await exit) as [number];
  expect(code).toBe(0);
});
