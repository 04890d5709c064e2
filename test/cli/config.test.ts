import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { startBerth } from './berth.ts';
import { project } from './project.ts';
import { type Given, partial, projects, refused } from './config-projects.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'berth-config-')));
const home = join(root, 'home');
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Said = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

let made = 0;

/** A folder of a given project; the commands are started in it, or in `cwd` below it. */
function place({ files, links = {}, cwd = '.' }: Given): string {
  made += 1;
  const dir = join(root, `${made}`, 'shop');
  mkdirSync(home, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(join(dir, target), join(dir, path));
  mkdirSync(join(dir, cwd), { recursive: true });
  return join(dir, cwd);
}

const environment = ({ env = {} }: Given, cwd: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: home,
  BERTH_HOME: join(home, 'berth'),
  PWD: cwd,
  // No engine is there: `config` needs none.
  DOCKER_HOST: 'tcp://127.0.0.1:9',
  ...env,
});

function compose(given: Given, cwd: string, after: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync('docker', ['compose', ...words(given, after)], {
    cwd,
    env: environment(given, cwd),
    input: given.input ?? '',
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

const berth = (given: Given, cwd: string, after: readonly string[]): Promise<Said> =>
  startBerth(words(given, after), {
    cwd,
    env: environment(given, cwd),
    input: given.input ?? '',
  }).ended;

const words = ({ words: own = [], more = [] }: Given, after: readonly string[]): readonly string[] => [
  ...own,
  'config',
  ...more,
  ...after,
];

const lines = ({ stdout }: Said): readonly string[] => stdout.split('\n').filter(Boolean).toSorted();

/** Whether there is a docker compose here that the facts speak about. */
const isHere = spawnSync('docker', ['compose', 'version', '--short'], {
  encoding: 'utf8',
}).stdout?.startsWith('2.40.');

describe.skipIf(!isHere)('berth config prints what docker compose config prints', () => {
  test.each([...projects, ...partial].map((given) => [given.name, given] as const))(
    '%s',
    async (_, given) => {
      const cwd = place(given);
      const after = ['--format', 'json'];
      const [ours, theirs] = [await berth(given, cwd, after), compose(given, cwd, after)];
      expect([theirs.code, theirs.stderr]).toEqual([0, expect.any(String)]);
      expect(ours.code, ours.stderr).toBe(0);
      expect(ours.stdout).toBe(theirs.stdout);
    },
  );

  test.each(refused.map((given) => [given.name, given] as const))('and refuses %s', async (_, given) => {
    const cwd = place(given);
    const [ours, theirs] = [await berth(given, cwd, []), compose(given, cwd, [])];
    expect(theirs.code, theirs.stderr).toBe(1);
    // Node looks for a file named by --env-file itself, before the program runs, and ends with 9.
    expect(ours.code).toBe(given.words?.includes('--env-file') ? 9 : 1);
    expect(ours.stdout).toBe('');
    expect(ours.stderr).toMatch(given.says ?? /./);
  });
});

describe.skipIf(!isHere)('of a project with all there is to ask', () => {
  const given: Given = {
    name: 'questions',
    files: {
      'compose.yaml': [
        'services:',
        '  web:',
        '    image: "web:${TAG:-${OTHER:-x<y}}"',
        '    ports: ["${PORT:-80}:80"]',
        '    env_file: [not-there.env]',
        '    volumes: ["data:/data"]',
        '    environment: { A: "${A:+set}", C: "<&>" }',
        '  app: { build: ., networks: [back] }',
        '  tool: { image: "app:1", profiles: [dev] }',
        'include: [more.yaml]',
        'volumes: { data: , other: }',
        'networks: { back: }',
      ].join('\n'),
      'more.yaml': 'services: { extra: { image: "x:${EXTRA:?say}" } }',
    },
    env: { EXTRA: '1', DOCKER_DEFAULT_PLATFORM: 'linux/amd64' },
  };

  test.each([
    [['--services']],
    [['--images']],
    [['--volumes']],
    [['--networks']],
    [['--profiles']],
    [['--hash', '*']],
    [['--hash', 'web']],
    [['--hash', 'web,app']],
    [['--variables']],
  ])('config %s prints the same lines', async (question) => {
    const cwd = place(given);
    const [ours, theirs] = [await berth(given, cwd, question), compose(given, cwd, question)];
    expect([ours.code, theirs.code], ours.stderr).toEqual([0, 0]);
    expect(lines(ours)).toEqual(lines(theirs));
    expect(ours.stdout).not.toBe('');
  });

  test.each([[['--no-interpolate', '--format', 'json']], [['--variables', '--format', 'json']]])(
    'config %s prints the same text',
    async (question) => {
      const cwd = place(given);
      const [ours, theirs] = [await berth(given, cwd, question), compose(given, cwd, question)];
      expect([ours.code, theirs.code], ours.stderr).toEqual([0, 0]);
      expect(ours.stdout).toBe(theirs.stdout);
    },
  );

  test('a service that is not there has no hash', async () => {
    const cwd = place(given);
    const [ours, theirs] = [
      await berth(given, cwd, ['--hash', 'wbe']),
      compose(given, cwd, ['--hash', 'wbe']),
    ];
    expect([ours.code, theirs.code]).toEqual([1, 1]);
    expect(ours.stderr).toContain('Did you mean web?');
  });

  test('with --json every answer is one document', async () => {
    const cwd = place(given);
    const said = await berth(given, cwd, ['--services', '--json']);
    expect([said.code, said.stdout]).toEqual([0, '["app","extra","web"]\n']);
  });
});

describe.skipIf(!isHere)('the options of docker compose config', () => {
  const given: Given = {
    name: 'options',
    files: {
      'compose.yaml': [
        'include: [below/more.yaml]',
        'services:',
        '  web:',
        '    extends: { file: below/base.yaml, service: base }',
        '    image: "web:${TAG:-1}"',
        '    volumes: ["~/home:/h", "./here:/x"]',
        '    env_file: [web.env]',
        '    environment: { "yes": "no", TEXT: "a\\nb\\n", PRICE: "$$5" }',
        '    models: [small]',
        'models: { small: { model: ai/small }, large: { model: ai/large } }',
        'x-note: { b10: 1, b2: [.5, null, {}] }',
      ].join('\n'),
      'below/more.yaml': 'services: { more: { image: m, volumes: ["./there:/y"] } }',
      'below/base.yaml': 'services: { base: { build: ./context, volumes: ["./there:/z"] } }',
      'loose.yaml': 'services: { a: { image: i, networks: [none], depends_on: [nobody] } }',
      'web.env': 'FROM_FILE=1\n',
    },
  };

  test.each([
    [[]],
    [['--format', 'json']],
    [['--no-normalize']],
    [['--no-path-resolution']],
    [['--no-path-resolution', '--no-normalize', '--format', 'json']],
    [['--no-env-resolution']],
    [['--no-consistency']],
    [['--no-interpolate']],
    [['--no-interpolate', '--no-path-resolution']],
    [['--no-interpolate', '--no-normalize', '--format', 'json']],
    [['--variables', '--format', 'yaml']],
    [['--quiet']],
  ])('config %s prints the same bytes', async (question) => {
    const cwd = place(given);
    const [ours, theirs] = [await berth(given, cwd, question), compose(given, cwd, question)];
    expect([ours.code, theirs.code], ours.stderr).toEqual([0, 0]);
    expect(ours.stdout).toBe(theirs.stdout);
  });

  test('--no-consistency takes a project whose parts do not fit together', async () => {
    const cwd = place(given);
    const loose = { ...given, words: ['-f', 'loose.yaml'] };
    const question = ['--no-consistency'];
    const [ours, theirs] = [await berth(loose, cwd, question), compose(loose, cwd, question)];
    expect([ours.code, theirs.code, ours.stdout], ours.stderr).toEqual([0, 0, theirs.stdout]);
    expect((await berth(loose, cwd, [])).code).toBe(1);
  });

  test('--models names the models that services use', async () => {
    const cwd = place(given);
    const [ours, theirs] = [await berth(given, cwd, ['--models']), compose(given, cwd, ['--models'])];
    expect(lines(ours)).toEqual(lines(theirs));
  });

  test.each(['--environment', '--values'])('%s prints what variables are replaced by', async (option) => {
    const more = { ...given, files: { ...given.files, '.env': 'TAG=2\nTWO=a b\n' } };
    const cwd = place(more);
    const [ours, theirs] = [await berth(more, cwd, [option]), compose(more, cwd, ['--environment'])];
    expect([ours.code, theirs.code], ours.stderr).toEqual([0, 0]);
    // The docker program tells its plugin about itself, and Berth has a setting of its own.
    const own = (line: string): boolean => !/^(?:DOCKER_CLI_PLUGIN|BERTH_|OTEL_)/.test(line);
    expect(lines(ours).filter(own)).toEqual(lines(theirs).filter(own));
    expect(lines(ours)).toContain('TWO=a b');
  });

  test('--output writes to a file and prints nothing; where it cannot, it says so', async () => {
    const cwd = place(given);
    const said = await berth(given, cwd, ['-o', 'out.yaml']);
    expect([said.code, said.stdout], said.stderr).toEqual([0, '']);
    expect(readFileSync(join(cwd, 'out.yaml'), 'utf8')).toBe(compose(given, cwd, []).stdout);
    const refused = await berth(given, cwd, ['-o', 'none/out.yaml']);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain(join(cwd, 'none', 'out.yaml'));
  });

  test('images by digest need an engine: without one there is a problem, and no half answer', async () => {
    const cwd = place(given);
    for (const option of ['--resolve-image-digests', '--lock-image-digests']) {
      const said = await berth(given, cwd, [option]);
      expect([said.code, said.stdout]).toEqual([1, '']);
      expect(said.stderr).toContain('127.0.0.1:9');
    }
  });

  test('JSON has no number for .inf: the answer is a problem, and YAML prints it', async () => {
    const files = { 'compose.yaml': 'services: { a: { image: i } }\nx-most: .inf' };
    const cwd = place({ ...given, files });
    const [json, yaml] = [await berth(given, cwd, ['--format', 'json']), await berth(given, cwd, [])];
    expect([json.code, json.stdout, yaml.code]).toEqual([1, '', 0]);
    expect(yaml.stdout).toBe(compose(given, cwd, []).stdout);
  });
});

test('five faults in one run are five problems, each with its place', async () => {
  const text = [
    'services:',
    '  web:',
    '    image: web',
    '    prots: ["80:80"]',
    '    networks: [bakc]',
    '    environment: [1]',
    '    command: ${MISSING:?no command}',
    '  db:',
    '    image: db',
    '    image: db2',
    'networks: { back: }',
  ].join('\n');
  const given: Given = { name: 'faults', files: { 'compose.yaml': text } };
  const cwd = place(given);
  const said = await berth(given, cwd, ['--json']);
  expect(said.code).toBe(1);
  const { problems } = JSON.parse(said.stdout) as { problems: { at: { line: number; column: number } }[] };
  expect(problems.map(({ at }) => [at.line, at.column])).toEqual([
    [4, 5],
    [5, 16],
    [6, 19],
    [7, 14],
    [10, 5],
  ]);
});

describe('with a profile', () => {
  const canary = 'c4nary-9f3b';
  const given: Given = {
    name: 'profile',
    files: {
      'berth.yaml': [
        'berth: 1',
        'project: shop',
        'keys:',
        '  DB__PASSWORD: { secret: true, describe: Password of the database }',
        '  WEB_PORT: { describe: Port of the web, type: port, default: 8080 }',
      ].join('\n'),
      'compose.yaml': [
        'services:',
        '  db:',
        '    image: "postgres:16"',
        '    environment: { PASSWORD: "${DB__PASSWORD}", URL: "pg://${DB__PASSWORD}@db$$1" }',
        '    ports: ["${WEB_PORT}:80"]',
      ].join('\n'),
      'port.env': 'WEB_PORT=9000\n',
    },
    env: { DB__PASSWORD: canary },
  };

  test('no question has an answer with a secret in it', async () => {
    const cwd = place(given);
    const questions = [
      [],
      ['--format', 'json'],
      ['--no-interpolate'],
      ['--variables'],
      ['--hash', '*'],
      ['--json'],
    ];
    for (const question of questions) {
      const said = await berth(given, cwd, question);
      expect(said.code, said.stderr).toBe(0);
      expect(said.stdout + said.stderr).not.toContain(canary);
    }
    const { stdout } = await berth(given, cwd, ['--format', 'json']);
    expect(JSON.parse(stdout).services.db.environment).toEqual({
      PASSWORD: '${DB__PASSWORD}',
      URL: 'pg://${DB__PASSWORD}@db$$1',
    });
  });

  test('a file of variables stands in for .env.local, and -p names the project', async () => {
    const cwd = place(given);
    const said = await berth({ ...given, words: ['--env-file', 'port.env', '-p', 'other'] }, cwd, ['--json']);
    expect(JSON.parse(said.stdout)).toMatchObject({
      name: 'other',
      services: { db: { ports: [{ published: '9000' }] } },
    });
    const missing = await berth({ ...given, words: ['--env-file', 'none.env'] }, cwd, []);
    expect(missing.code).not.toBe(0);
    expect(missing.stderr).toContain('none.env');
  });
});

test('every other command takes the same options: a goal plans the named project', async () => {
  const given: Given = {
    name: 'options',
    files: { 'a.yaml': 'services: { web: { image: "${IMAGE}", profiles: [x] } }', 'v.env': 'IMAGE=web:1\n' },
  };
  const cwd = place(given);
  const options = [
    '-f',
    'a.yaml',
    '-p',
    'named',
    '--profile',
    'x',
    '--env-file',
    'v.env',
    '--project-directory',
    '.',
  ];
  for (const said of [
    await startBerth(['status', ...options, '--json'], { cwd, env: environment(given, cwd) }).ended,
    await startBerth([...options, 'status', '--json'], { cwd, env: environment(given, cwd) }).ended,
  ]) {
    expect(JSON.parse(said.stdout)).toMatchObject({
      project: { name: 'named' },
      services: [{ name: 'web', image: 'web:1' }],
    });
  }
});

test('a number that JSON does not have is refused with its service where a hash is asked for, and only there', async () => {
  const text = 'services:\n  a: { image: i, x-a: .inf }\n  b: { image: i, cpus: .inf }\n';
  await using made = project({ files: { 'compose.yaml': text } });
  for (const services of ['*', 'a', 'b', 'a,b']) {
    const own = await made.berth(['config', '--hash', services]);
    const theirs = await made.compose(['config', '--hash', services]);
    expect([services, own.code]).toEqual([services, theirs.code]);
    expect(own.stdout).toBe(theirs.code === 0 ? theirs.stdout : '');
    if (theirs.code !== 0) expect(own.stderr).toContain('services.b holds .inf or .nan');
  }
});
