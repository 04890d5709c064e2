import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from './command.ts';
import { eventually } from './eventually.ts';
import {
  canRunKeyring,
  type KeyringEnv,
  withEnv,
  withKeyring,
  withLockedKeyring,
  withoutKeyring,
} from './keyring.ts';

const store = `
  const keychain = require('keytar');
  keychain.setPassword('berth-lab', 'a', 'value').then(() => keychain.getPassword('berth-lab', 'a')).then(
    (value) => console.log('read ' + value), (error) => console.log('refused: ' + error.message));`;

/** True while a process of this machine runs whose command line names this folder. */
const namedBySomeProcess = (folder: string): boolean =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => commandLine(pid).includes(folder));

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it ended while we looked
  }
}

/** Writes and reads one secret in a process of its own, in the environment of the keyring. */
const writeAndRead = async (env: KeyringEnv): Promise<string> =>
  (await run(process.execPath, ['-e', store], { env: withEnv(env), timeoutMs: 10_000 })).stdout.trim();

test.runIf(canRunKeyring())(
  'an unlocked keyring keeps a secret, and nothing of it stays when the work is done',
  async () => {
    const folder = await withKeyring(async (env) => {
      expect(await writeAndRead(env)).toBe('read value');
      expect(namedBySomeProcess(env.XDG_RUNTIME_DIR)).toBe(true);
      return env.XDG_RUNTIME_DIR;
    });
    expect(existsSync(folder)).toBe(false);
    expect(await eventually(() => !namedBySomeProcess(folder), 2000)).toBe(true);
  },
);

test.runIf(canRunKeyring())('a locked keyring refuses to keep a secret', async () => {
  expect(await withLockedKeyring(writeAndRead)).toBe('refused: Cannot create an item in a locked collection');
});

test.runIf(canRunKeyring())('a bus without a keyring says that nobody keeps secrets there', async () => {
  expect(await withoutKeyring(writeAndRead)).toContain('org.freedesktop.secrets was not provided');
});

test.runIf(canRunKeyring())('two keyrings at once know nothing of each other', async () => {
  await withKeyring(async (one) => {
    await writeAndRead(one);
    const read = `require('keytar').getPassword('berth-lab', 'a').then((value) => console.log(value))`;
    const other = await withKeyring((two) =>
      run(process.execPath, ['-e', read], { env: withEnv(two), timeoutMs: 10_000 }),
    );
    expect(other.stdout.trim()).toBe('null');
  });
});
