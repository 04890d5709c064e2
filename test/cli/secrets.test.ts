import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { SecretView } from '../../src-main/contract/view.ts';
import { demand, type Outcome } from '../lab/command.ts';
import { ensureImages } from '../lab/images.ts';
import { canRunKeyring, withEnv, withKeyring, withLockedKeyring, withoutKeyring } from '../lab/keyring.ts';
import { documentOf, expectTold, problemsOf } from './berth.ts';
import { filesWith, formsIn, formsOf, newCanary, type Watched, watchProcesses } from './canary.ts';
import { nothing } from './engine-objects.ts';
import { type Project, project } from './project.ts';

const files = {
  'berth.yaml': `berth: 1
project: NAME
compose: [compose.yaml]
keys:
  APP__TOKEN: { secret: true, describe: Token of the app, generate: { password: 24 } }
  APP__PIN: { secret: true, describe: Pin of the app }
  APP__URL: { secret: true, describe: Where the app calls, from: 'http://\${APP__PIN}@10.0.0.1/' }
`,
  // A service that lets out what it was trusted with, in each of the forms.
  'compose.yaml': `name: NAME
services:
  app:
    image: debian:bookworm-slim
    command:
      - bash
      - -c
      - |
        echo "token $$APP__TOKEN url $$APP__URL"
        printf '%s' "$$APP__TOKEN" | base64 -w0; echo
        printf '%s' "$$APP__TOKEN" | od -An -v -tx1 | tr -d ' \\n'; echo
        printf '{"level":"info","message":"%s"}\\n' "$\${APP__TOKEN//\\"/\\\\\\"}"
        touch /tmp/told; exec sleep 600
    environment: { APP__TOKEN: "\${APP__TOKEN}", APP__PIN: "\${APP__PIN}", APP__URL: "\${APP__URL}" }
    stop_grace_period: 0s
    healthcheck: { test: ["CMD-SHELL", "echo \\"$$APP__TOKEN\\"; test -e /tmp/told"], interval: 1s, start_period: 10s }
`,
};

beforeAll(() => ensureImages(['debian:bookworm-slim']));
const secretsTest = test.runIf(canRunKeyring());

const statuses = async (made: Project, env: NodeJS.ProcessEnv): Promise<object> =>
  Object.fromEntries(
    (documentOf(await made.berth(['secrets', 'list', '--json'], { env })) as readonly SecretView[]).map(
      ({ name, status, origin }) => [name, [status, origin]],
    ),
  );

secretsTest('secrets are set from standard input, generated, listed and forgotten, by name', async () => {
  await withKeyring(async (keyring) => {
    await using made = project({ files });
    const env = { ...made.env, ...keyring };
    const composed = ['composed', 'composed'];
    expect(await statuses(made, env)).toEqual({
      APP__TOKEN: ['missing', null],
      APP__PIN: ['missing', null],
      APP__URL: expect.anything(),
    });
    const set = await made.berth(['secrets', 'set', 'APP__PIN'], { env, input: '1234\n' });
    expect([set.code, set.stdout]).toEqual([0, '\u2713 APP__PIN: set\n']);
    const generated = await made.berth(['secrets', 'generate', '--missing'], { env });
    expect([generated.code, generated.stdout]).toEqual([0, '\u2713 APP__TOKEN: generated\n']);
    expect(await statuses(made, env)).toEqual({
      APP__TOKEN: ['set', 'keychain'],
      APP__PIN: ['set', 'keychain'],
      APP__URL: composed,
    });
    expect((await made.berth(['secrets', 'forget', 'APP__PIN'], { env })).code).toBe(0);
    expect(await statuses(made, env)).toMatchObject({ APP__PIN: ['missing', null] });
  });
});

secretsTest('a secret that is not there is named with how to set it, and nothing is created', async () => {
  await withKeyring(async (keyring) => {
    await using made = project({ files });
    const env = { ...made.env, ...keyring };
    const [text, json] = [await made.berth(['up'], { env }), await made.berth(['up', '--json'], { env })];
    expect([text.code, json.code]).toEqual([1, 1]);
    const problems = problemsOf(json);
    expect(problems).toMatchObject([
      {
        kind: 'secret-missing',
        key: 'APP__TOKEN',
        remedy: expect.stringContaining('secrets generate APP__TOKEN'),
      },
      { kind: 'secret-missing', key: 'APP__PIN', remedy: expect.stringContaining('secrets set APP__PIN') },
    ]);
    expectTold(text.stderr, problems);
    expect(await made.objects()).toEqual(nothing);
  });
});

secretsTest('without a keychain the same is told with what to start, and nothing is created', async () => {
  await withoutKeyring(async (keyring) => expectKeychainProblem(withEnv(keyring), 'keychain-absent'));
});

secretsTest('a locked keychain is told as locked, and nothing is created', async () => {
  await withLockedKeyring(async (keyring) => expectKeychainProblem(withEnv(keyring), 'keychain-locked'));
});

async function expectKeychainProblem(keyring: NodeJS.ProcessEnv, kind: string): Promise<void> {
  await using made = project({ files });
  const env = { ...keyring, ...made.env, ...busOf(keyring) };
  for (const words of [['secrets', 'set', 'APP__PIN'], ['up']]) {
    const text = await made.berth(words, { env, input: '1234' });
    const json = await made.berth([...words, '--json'], { env, input: '1234' });
    expect([text.code, json.code]).toEqual([1, 1]);
    const problems = problemsOf(json);
    expect(problems.map((problem) => problem.kind)).toContain(kind);
    expect(problems.find((problem) => problem.kind === kind)?.remedy).toBeTruthy();
    expectTold(text.stderr, problems);
  }
  expect(await made.objects()).toEqual(nothing);
}

const busOf = ({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, XDG_DATA_HOME }: NodeJS.ProcessEnv) => ({
  DBUS_SESSION_BUS_ADDRESS,
  XDG_RUNTIME_DIR,
  XDG_DATA_HOME,
});

test('the search finds a value in each form, in a file and in a text', async () => {
  await using made = project({ files });
  const canary = newCanary();
  for (const [name, form] of Object.entries(formsOf(canary))) {
    made.write(join('deep', name), `before${form}after`);
    expect(formsIn(`before${form}after`, canary)).toContain(name);
  }
  expect(filesWith(made.dir, canary)).toHaveLength(Object.keys(formsOf(canary)).length);
});

secretsTest('a value that is set reaches the container, and no file, no output and no process', async () => {
  await withKeyring(async (keyring) => {
    await using made = project({ files });
    const canary = newCanary();
    const env = { ...made.env, ...keyring };
    const outcomes: Outcome[] = [];
    const watched: Watched[] = [];
    const berth = async (words: readonly string[]): Promise<Outcome> => {
      const outcome = await made.berth(words, { env });
      outcomes.push(outcome);
      return outcome;
    };
    const watchedBerth = async (words: readonly string[], input = ''): Promise<Outcome> => {
      const running = made.start(words, { env, input });
      watched.push(await watchProcesses(running.child.pid ?? 0, canary, running.ended));
      outcomes.push(await running.ended);
      return running.ended;
    };

    expect((await watchedBerth(['secrets', 'set', 'APP__TOKEN'], `${canary}\n`)).code).toBe(0);
    expect((await watchedBerth(['secrets', 'set', 'APP__PIN'], canary)).code).toBe(0);
    const up = await watchedBerth(['up']);
    expect(up.code, up.stderr).toBe(0);
    expect(await environmentOf(`${made.name}-app-1`)).toMatchObject({
      APP__TOKEN: canary,
      APP__URL: `http://${canary}@10.0.0.1/`,
    });
    expect(formsIn(await demand('docker', ['logs', `${made.name}-app-1`]), canary)).toEqual(
      expect.arrayContaining(['plain', 'json', 'base64', 'hex']),
    );
    await Promise.all(
      [everyOther(0), everyOther(1)].map(async (list) => {
        for (const words of list) await berth(words);
      }),
    );
    expect((await watchedBerth(['compose', '--', 'up', '-d'])).code).toBe(0);
    expect((await berth(['down'])).code).toBe(0);

    expect(outcomes.flatMap(({ stdout, stderr }) => formsIn(stdout + stderr, canary))).toEqual([]);
    expect([...filesWith(made.dir, canary), ...filesWith(made.home, canary)]).toEqual([]);
    expect(watched.flatMap(({ found }) => [...found])).toEqual([]);
    // Berth's own process and the one it has for the keychain.
    for (const { processes } of watched) expect(processes.size).toBeGreaterThanOrEqual(2);
  });
});

const readingCommands = [
  ['status'],
  ['status', '--json'],
  ['config'],
  ['config', '--json'],
  ['keys'],
  ['keys', '--json'],
  ['secrets', 'list'],
  ['secrets', 'list', '--json'],
  ['logs'],
  ['logs', '--json'],
  ['plan', 'up'],
  ['plan', 'down', '--json'],
  ['doctor'],
  ['doctor', '--json'],
  ['compose', '--', 'config'],
  ['compose', '--', 'config', '--format', 'json'],
];

const everyOther = (from: number) => readingCommands.filter((_, index) => index % 2 === from);

async function environmentOf(container: string): Promise<Readonly<Record<string, string>>> {
  const list = JSON.parse(await demand('docker', ['inspect', '--format', '{{json .Config.Env}}', container]));
  return Object.fromEntries(
    (list as string[]).map((entry) => [entry.split('=')[0], entry.replace(/^[^=]*=/, '')]),
  );
}
