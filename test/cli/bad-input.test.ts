import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectTold, problemsOf, type ToldProblem } from './berth.ts';
import { nothing } from './engine-objects.ts';
import { type Project, project } from './project.ts';

const profile = `berth: 1
project: NAME
compose: [compose.yaml]
keys:
  APP__LEVEL: { describe: Log level, default: info }
`;
const service = 'name: NAME\nservices:\n  one:\n    image: busybox:1.36\n';

type Told = Readonly<Record<string, unknown>>;

type Case = {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly problems: readonly Told[];
};

const cases: readonly Case[] = [
  {
    title: 'no Compose file',
    files: { 'notes.txt': 'nothing to start here' },
    problems: [{ kind: 'compose-missing', remedy: expect.stringContaining('berth.yaml') }],
  },
  {
    title: 'a Compose file that is no YAML',
    files: { 'compose.yaml': 'name: NAME\nservices:\n  one:\n    image: [busybox\n' },
    problems: [
      { kind: 'compose-invalid', at: { file: expect.stringMatching(/compose\.yaml$/), line: 5, column: 1 } },
    ],
  },
  {
    title: 'several faults, all at once',
    files: {
      'compose.yaml': `${service}    imagee: x\n    ports: ["http:80"]\n    depends_on: [two]\n`,
    },
    problems: [
      { kind: 'compose-invalid', at: { line: 5, column: 5 }, detail: expect.stringContaining('imagee') },
      {
        kind: 'compose-invalid',
        at: { line: 6 },
        detail: expect.stringContaining('invalid host port "http"'),
      },
      { kind: 'compose-invalid', detail: expect.stringContaining('two') },
    ],
  },
  {
    title: 'a key that does not exist in a Compose file, with the nearest one',
    files: { 'compose.yaml': 'name: NAME\nservices:\n  one:\n    image: busybox:1.36\n    comand: top\n' },
    problems: [{ kind: 'compose-invalid', at: { line: 5, column: 5 }, remedy: 'Did you mean command?' }],
  },
  {
    title: 'a key that does not exist in a profile, with the nearest one',
    files: {
      'compose.yaml': service,
      'berth.yaml': profile.replace('keys:', 'keyz:'),
    },
    problems: [
      { kind: 'profile-invalid', at: { line: 4, column: 1 }, remedy: expect.stringContaining('keys') },
    ],
  },
  {
    title: 'a default that is none of its type',
    files: {
      'compose.yaml': service,
      'berth.yaml': `${profile}  APP_PORT: { describe: Port, type: port, default: 123456 }\n`,
    },
    problems: [{ kind: 'profile-invalid', at: { line: 6 }, detail: expect.stringContaining('123456') }],
  },
  {
    title: 'a value that does not fit and a key without one, both at once',
    files: {
      'compose.yaml': service,
      'berth.yaml': `${profile}  APP_PORT: { describe: Port, type: port, default: 8000 }
environments:
  production: { require: [APP__LEVEL] }
`,
    },
    words: ['up', '--environment', 'production'],
    env: { APP_PORT: 'eighty' },
    problems: [
      { kind: 'key-missing', key: 'APP__LEVEL', remedy: expect.stringContaining('APP__LEVEL') },
      {
        kind: 'key-invalid',
        key: 'APP_PORT',
        found: '"eighty"',
        remedy: expect.stringContaining('berth keys'),
      },
    ],
  },
];

test.each(cases)('$title', async ({ files, words = ['up'], env = {}, problems }) => {
  await using made = project({ files, env });
  await expectProblems(made, words, problems);
  expect(await made.objects()).toEqual(nothing);
});

test('a folder that is not there', async () => {
  await using made = project({ files: {} });
  const words = ['status', '--project', join(made.dir, 'gone')];
  await expectProblems(made, words, [
    { kind: 'folder-missing', remedy: expect.stringContaining('--project') },
  ]);
});

test('an engine that is not there', async () => {
  await using made = project({ files: { 'compose.yaml': service } });
  const env = { ...made.env, DOCKER_HOST: `unix://${join(made.dir, 'no.sock')}` };
  const expected = [{ kind: 'engine-absent', remedy: expect.stringContaining('Start Docker') }];
  for (const words of [['up'], ['status'], ['logs']]) await expectProblems(made, words, expected, env);
});

test('an engine that takes a connection and never answers', { timeout: 90_000 }, async () => {
  await using made = project({ files: { 'compose.yaml': service } });
  const socket = join(made.dir, 'silent.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  try {
    const env = { ...made.env, DOCKER_HOST: `unix://${socket}` };
    const begun = Date.now();
    await expectProblems(
      made,
      ['up'],
      [{ kind: 'engine-silent', remedy: expect.stringContaining('Restart') }],
      env,
    );
    expect(Date.now() - begun).toBeLessThan(40_000);
  } finally {
    server.close();
  }
});

test('wrong usage is told with what is right, and ends with 2', async () => {
  await using made = project({ files: { 'compose.yaml': service } });
  for (const words of [
    ['upp'],
    ['plan'],
    ['plan', 'sideways'],
    ['logs', '--tail', 'many'],
    ['up', '--nosuch'],
  ]) {
    const text = await made.berth(words);
    expect([words, text.code, text.stdout]).toEqual([words, 2, '']);
    expect(text.stderr).toMatch(/^error: /);
    const json = await made.berth([...words, '--json']);
    expect([json.code, problemsOf(json)[0]?.kind]).toEqual([2, 'request-invalid']);
  }
  const help = await made.berth(['up', '--help']);
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('Usage: berth up')]);
});

/** The same problems as text and as JSON, both ways at once; exit code 1. */
async function expectProblems(
  made: Project,
  words: readonly string[],
  expected: readonly Told[],
  env = made.env,
): Promise<void> {
  const [text, json] = await Promise.all([
    made.berth(words, { env }),
    made.berth([...words, '--json'], { env }),
  ]);
  expect([words, text.code, json.code]).toEqual([words, 1, 1]);
  const problems: readonly ToldProblem[] = problemsOf(json);
  expect(problems).toMatchObject([...expected]);
  expectTold(text.stderr, problems);
}
