import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { keychainInOwnProcess } from '../../../src-main/adapters/keychain/keychain.ts';
import { confSettings } from '../../../src-main/adapters/settings/settings.ts';
import { accountOf, type Keychain } from '../../../src-main/ports/keychain.ts';
import {
  canRunKeyring,
  type KeyringEnv,
  withEnv,
  withKeyring,
  withLockedKeyring,
  withoutKeyring,
} from '../../lab/keyring.ts';

const run = promisify(execFile);

async function open<T>(env: KeyringEnv, use: (keychain: Keychain) => Promise<T>): Promise<T> {
  const keychain = keychainInOwnProcess({ variables: withEnv(env), deadlineMs: 15_000 });
  try {
    return await use(keychain);
  } finally {
    await keychain.close();
  }
}

/** Everything that stands in the keyring under Berth's name, as a tool that is not ours sees it: account → bytes. */
async function entries(env: KeyringEnv): Promise<ReadonlyMap<string, string>> {
  const { stdout, stderr } = await run('secret-tool', ['search', '--all', 'service', 'Berth'], {
    env: withEnv(env),
  });
  const accounts = [...stderr.matchAll(/^attribute\.account = (.*)$/gmu)].map((match) => match[1] ?? '');
  const values = [...stdout.matchAll(/^secret = (.*)$/gmu)].map((match) => match[1] ?? '');
  return new Map(accounts.map((account, index) => [account, values[index] ?? '']));
}

const account = accountOf('tms', 'local', 'DB__PASSWORD');

describe.runIf(canRunKeyring())('a real keyring', () => {
  test('keeps a value, gives it back, replaces it and forgets it', () =>
    withKeyring((env) =>
      open(env, async (keychain) => {
        expect(await keychain.read(account)).toEqual({ ok: true, value: null });
        expect(await keychain.write(account, 'one')).toEqual({ ok: true, value: undefined });
        expect(await keychain.write(account, 'zwei \u{1F511} "quoted" \n line')).toEqual({
          ok: true,
          value: undefined,
        });
        expect(await keychain.read(account)).toEqual({ ok: true, value: 'zwei \u{1F511} "quoted" \n line' });
        expect(await keychain.forget(account)).toEqual({ ok: true, value: true });
        expect(await keychain.forget(account)).toEqual({ ok: true, value: false });
        expect(await keychain.read(account)).toEqual({ ok: true, value: null });
        expect(await entries(env)).toEqual(new Map());
      }),
    ));

  test('keeps a value longer than Windows allows in parts that fit, and leaves none behind', () =>
    withKeyring((env) =>
      open(env, async (keychain) => {
        const long = `begin ${'\u{1F511}ä'.repeat(2000)} end`;
        expect((await keychain.write(account, long)).ok).toBe(true);
        expect(await keychain.read(account)).toEqual({ ok: true, value: long });
        const kept = await entries(env);
        expect(kept.size).toBe(1 + Math.ceil(Buffer.byteLength(long) / 2400));
        for (const value of kept.values()) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(2400);
        expect((await keychain.write(account, 'short')).ok).toBe(true);
        expect(await entries(env)).toEqual(new Map([[account, 'short']]));
      }),
    ));

  test('a value that looks like the head of parts is given back as it is', () =>
    withKeyring((env) =>
      open(env, async (keychain) => {
        const odd = `berth:parts:1:3:${'a'.repeat(64)}`;
        expect((await keychain.write(account, odd)).ok).toBe(true);
        expect(await keychain.read(account)).toEqual({ ok: true, value: odd });
      }),
    ));

  test('a part that is gone is a failure, never half a value', () =>
    withKeyring((env) =>
      open(env, async (keychain) => {
        await keychain.write(account, 'x'.repeat(5000));
        const part = [...(await entries(env)).keys()].find((name) => name.endsWith('.2')) ?? '';
        await run('secret-tool', ['clear', 'service', 'Berth', 'account', part], { env: withEnv(env) });
        expect(await keychain.read(account)).toMatchObject({ ok: false, error: { kind: 'keychain-failed' } });
        expect((await keychain.write(account, 'mended')).ok).toBe(true);
        expect(await keychain.read(account)).toEqual({ ok: true, value: 'mended' });
      }),
    ));

  test('many questions at once are all answered, each by its own', () =>
    withKeyring((env) =>
      open(env, async (keychain) => {
        const names = Array.from({ length: 20 }, (_, n) => `p/local/K${n}`);
        await Promise.all(names.map((name) => keychain.write(name, `value of ${name}`)));
        const read = await Promise.all([...names, 'p/local/NONE'].map((name) => keychain.read(name)));
        expect(read.map((found) => found.ok && found.value)).toEqual([
          ...names.map((name) => `value of ${name}`),
          null,
        ]);
      }),
    ));

  test('answers the check by its name', () =>
    withKeyring((env) =>
      open(env, async (keychain) => {
        expect(await keychain.check()).toEqual({ ok: true, value: { name: 'Secret Service' } });
        expect(await entries(env)).toEqual(new Map());
      }),
    ));

  test('when it is locked says locked, never absent and never empty', () =>
    withLockedKeyring((env) =>
      open(env, async (keychain) => {
        const outcomes = [
          await keychain.read(account),
          await keychain.write(account, 'x'),
          await keychain.forget(account),
          await keychain.check(),
        ];
        expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.kind))).toEqual(
          Array(4).fill('keychain-locked'),
        );
      }),
    ));

  test('when nobody keeps secrets says absent', () =>
    withoutKeyring((env) =>
      open(env, async (keychain) => {
        const outcomes = [
          await keychain.read(account),
          await keychain.write(account, 'x'),
          await keychain.check(),
        ];
        expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.kind))).toEqual(
          Array(3).fill('keychain-absent'),
        );
      }),
    ));

  test('without a session bus says absent', () =>
    open(
      {
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus',
        XDG_RUNTIME_DIR: '/nonexistent',
        XDG_DATA_HOME: '/nonexistent',
      },
      async (keychain) => {
        expect(await keychain.check()).toMatchObject({ ok: false, error: { kind: 'keychain-absent' } });
      },
    ));

  test('is found at its standard place when the address of the bus is not set', () =>
    withKeyring(async (env) => {
      const variables = { ...withEnv(env), DBUS_SESSION_BUS_ADDRESS: '' };
      const keychain = keychainInOwnProcess({ variables });
      expect(await keychain.check()).toMatchObject({ ok: true });
      await keychain.close();
    }));

  test('a value is in the keyring alone: in no settings file, no arguments and no variables of any process', () =>
    withKeyring((env) =>
      open(env, async (keychain) => {
        const home = mkdtempSync(join(tmpdir(), 'berth-home-'));
        const canary = `canary-${process.pid}-${'z'.repeat(12)}`;
        await confSettings(home).write({ recent: ['/some/project'] });
        expect((await keychain.write(account, canary)).ok).toBe(true);
        const lookup = await run('secret-tool', ['lookup', 'service', 'Berth', 'account', account], {
          env: withEnv(env),
        });
        expect(lookup.stdout).toBe(canary);
        const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) =>
          file.isFile(),
        );
        expect(files.length).toBeGreaterThan(0);
        for (const file of files)
          expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toContain(canary);
        const processes = textsOfProcesses();
        expect(processes.some(({ text }) => text.includes('keychain/child.ts'))).toBe(true);
        expect(processes.filter(({ text }) => text.includes(canary)).map(({ name }) => name)).toEqual([]);
        rmSync(home, { recursive: true });
      }),
    ));
});

/** The arguments and the variables of every process that can be read. */
function textsOfProcesses(): { readonly name: string; readonly text: string }[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  return pids.flatMap((pid) =>
    ['cmdline', 'environ'].flatMap((name) => {
      try {
        return [{ name: `${pid}/${name}`, text: readFileSync(`/proc/${pid}/${name}`, 'utf8') }];
      } catch {
        return [];
      }
    }),
  );
}
