const asWritten = [
  'environment: [SET, NONE, A=1]',
  'environment: { SET: , NONE: , A: 1 }',
  'environment: [], command: [], cap_add: []',
  'build: { args: [SET, NONE], ssh: [default, "k=./k"], cache_from: [] }',
  'build: { args: { SET: , NONE: } }',
  'volumes_from: [db], links: [db]',
  'develop: { watch: [{ path: ./x, action: sync, target: /y, ignore: a, include: b }] }',
  'devices: ["${D:-/a}:/b:rw", "${D:-/a}:/b", "/a:/b"]',
  'x-note: [[], { a: [] }]',
  'ulimits: { nofile: { soft: "${S}", hard: 2 }, nproc: 3 }',
];

/** A small project and the words and variables that it is asked for with. */
export type Given = {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** Link → what it leads to; both in the project's folder. */
  readonly links?: Readonly<Record<string, string>>;
  /** Before `config`. */
  readonly words?: readonly string[];
  /** After it. */
  readonly more?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Where it is started, below the project's folder. */
  readonly cwd?: string;
  /** Of a refusal: what has to be in it. */
  readonly says?: RegExp;
};

const web = (tag: string): string =>
  `services: { web: { image: "web:${tag}", volumes: ["./data:/data"] } }\n`;
const asking = (...names: readonly string[]): string =>
  `services: { web: { image: web, environment: { ${names.map((name) => `${name}: "\${${name}:-unset}"`).join(', ')} } } }\n`;

/** Each of these is a rule of how docker compose finds what it loads. */
export const projects: readonly Given[] = [
  {
    name: 'the file of the folder, with values that JSON, HTML and a template mind',
    files: {
      'compose.yaml':
        'services: { web: { image: web, environment: { A: "<&>$$x \\u2028\\t\\"", B: "ü\\u007f𝄞" } } }',
    },
  },
  {
    name: 'several files, the last one on top, paths relative to the first',
    files: {
      'a/one.yaml': web('1'),
      'b/two.yaml': 'services: { web: { image: "web:2", volumes: ["./b:/b"] } }',
    },
    words: ['-f', 'a/one.yaml', '-f', 'b/two.yaml'],
  },
  {
    name: 'an override file beside the file that was found',
    files: { 'compose.yml': web('1'), 'compose.override.yaml': web('2') },
  },
  {
    name: 'no override file beside a named one',
    files: { 'compose.yml': web('1'), 'compose.override.yml': web('2') },
    words: ['-f', 'compose.yml'],
  },
  {
    name: 'the file of a folder above',
    files: { 'docker-compose.yml': web('1'), '.env': 'A=1\n' },
    cwd: 'deep/down',
  },
  {
    name: 'two files of supported names',
    files: { 'compose.yaml': web('1'), 'docker-compose.yml': web('2') },
  },
  {
    name: 'COMPOSE_FILE in .env, with its separator',
    files: {
      '.env': 'COMPOSE_FILE=x/a.yaml,b.yaml\nCOMPOSE_PATH_SEPARATOR=,\n',
      'x/a.yaml': asking('A', 'B'),
      'b.yaml': 'services: { web: { command: [x] } }',
      'x/.env': 'A=of x\nB=of x\n',
      'compose.yaml': web('not this'),
    },
    env: { B: 'of the process' },
  },
  {
    name: 'COMPOSE_FILE of the process over that of .env',
    files: { '.env': 'COMPOSE_FILE=a.yaml\n', 'a.yaml': web('1'), 'b.yaml': web('2') },
    env: { COMPOSE_FILE: 'b.yaml' },
  },
  {
    name: 'COMPOSE_FILE relative to where it is started',
    files: { 'compose.yaml': web('1'), 'sub/own.yaml': web('2') },
    env: { COMPOSE_FILE: 'own.yaml' },
    cwd: 'sub',
  },
  {
    name: 'named files over COMPOSE_FILE',
    files: { 'a.yaml': web('1'), 'b.yaml': web('2') },
    env: { COMPOSE_FILE: 'none.yaml' },
    words: ['-f', 'b.yaml'],
  },
  {
    name: 'a project directory, where .env lies and paths start',
    files: { 'd/compose.yaml': `${asking('A')}`, 'p/.env': 'A=of p\n', '.env': 'A=of here\n', 'p/x': '' },
    words: ['--project-directory', 'p', '-f', 'd/compose.yaml'],
  },
  {
    name: 'a project directory that the file is found from',
    files: { 'compose.yaml': web('1'), 'p/x': '' },
    words: ['--project-directory', 'p'],
  },
  {
    name: 'a project directory that does not exist',
    files: { 'compose.yaml': web('1') },
    words: ['--project-directory', 'Not.There', '-f', 'compose.yaml'],
  },
  {
    name: 'files of variables, later over earlier, the process over both',
    files: {
      'compose.yaml': asking('A', 'B', 'C', 'D'),
      'one.env': 'A=1\nB=1\nC=1\nD=1\n',
      'two.env': 'A=2\nB=${A}+${D}\n',
      '.env': 'A=never\nD=never\n',
    },
    words: ['--env-file', 'one.env', '--env-file', 'two.env'],
    env: { C: 'process' },
  },
  {
    name: 'COMPOSE_ENV_FILES',
    files: { 'compose.yaml': asking('A'), 'one.env': 'A=1\n', 'two.env': 'A=2\n', '.env': 'A=never\n' },
    env: { COMPOSE_ENV_FILES: 'one.env,two.env' },
  },
  {
    name: 'COMPOSE_DISABLE_ENV_FILE',
    files: { 'compose.yaml': asking('A'), '.env': 'A=never\nCOMPOSE_PROJECT_NAME=stillnot\n' },
    env: { COMPOSE_DISABLE_ENV_FILE: '1' },
  },
  {
    name: 'the grammar of .env',
    files: {
      'compose.yaml': asking('A', 'B', 'C', 'D', 'PWD', 'COMPOSE_PROJECT_NAME'),
      '.env': 'export A="x\\ny" # c\nB=\'$A\'\nC: ${A}-${C:-c} # c\nD=${PWD}\n',
    },
  },
  {
    name: 'a name in .env, and settings there that compose reads itself',
    files: {
      'compose.yaml': 'services: { a: { image: a, profiles: [x] }, b: { image: b, profiles: [y] } }',
      '.env': 'COMPOSE_PROJECT_NAME=ofdotenv\nCOMPOSE_PROFILES=x, y\n',
    },
  },
  {
    name: 'profiles by option, in place of those of the variable',
    files: {
      'compose.yaml':
        'services: { a: { image: a, profiles: [x] }, b: { image: b, profiles: [y] }, c: { image: c, profiles: [z] } }',
    },
    words: ['--profile', 'x', '--profile', 'z'],
    env: { COMPOSE_PROFILES: 'y' },
  },
  {
    name: 'all profiles',
    files: { 'compose.yaml': 'services: { a: { image: a, profiles: [x] }, b: { image: b, profiles: [y] } }' },
    words: ['--profile', '*'],
  },
  {
    name: 'a file from standard input',
    files: { 'base.yaml': 'services: { base: { image: base, volumes: ["./x:/x"] } }' },
    words: ['-f', '-'],
    input: 'services: { web: { extends: { file: base.yaml, service: base }, command: [a] } }',
  },
  {
    name: 'standard input over a file',
    files: { 'sub/compose.yaml': web('1') },
    words: ['-f', 'sub/compose.yaml', '-f', '-'],
    input: web('2'),
  },
  {
    name: 'includes with an environment and a folder of their own',
    files: {
      'compose.yaml':
        'include: [{ path: part/compose.yaml }, { path: more.yaml, env_file: m.env }]\nservices: { a: { image: "a:${A}" } }',
      'part/compose.yaml': 'services: { b: { image: "b:${A}${B}", volumes: ["./x:/x"] } }',
      'part/.env': 'A=part\nB=part\n',
      'more.yaml': 'services: { c: { image: "c:${M}" } }',
      'm.env': 'M=m\n',
      '.env': 'A=root\n',
    },
  },
  {
    name: 'services extended from other files, env_file, label_file',
    files: {
      'compose.yaml':
        'services: { web: { extends: { file: lib/base.yaml, service: base }, env_file: [a.env, { path: none.env, required: false }], label_file: l.labels } }',
      'lib/base.yaml':
        'services: { base: { image: base, build: ./ctx, env_file: base.env, environment: { B: own } } }',
      'lib/base.env': 'B=base\nC=${D}\n',
      'a.env': 'E=${B}\n',
      'l.labels': 'x.y=z\n',
      '.env': 'D=dotenv\n',
    },
  },
  {
    name: 'a name of the option over all others',
    files: {
      'compose.yaml': `name: of_file\n${asking('COMPOSE_PROJECT_NAME')}`,
      '.env': 'COMPOSE_PROJECT_NAME=x\n',
    },
    words: ['-p', 'of-option'],
  },
  {
    name: 'a name of the last file',
    files: { 'a.yaml': `name: a\n${web('1')}`, 'b.yaml': 'name: "${N:-B.2}"' },
    words: ['-f', 'a.yaml', '-f', 'b.yaml'],
  },
  { name: 'a name made of the folder', files: { 'My Dir_1.x/compose.yaml': web('1') }, cwd: 'My Dir_1.x' },
  {
    name: 'a folder by a link, which stays in its paths',
    files: { 'real/compose.yaml': web('1') },
    links: { link: 'real' },
    cwd: 'link',
  },
  {
    name: 'variables as they are written, although a required one has no value',
    files: { 'compose.yaml': web('${T:?say}') },
    more: ['--no-interpolate'],
  },
  {
    name: 'a file of UTF-16, as a redirection on Windows writes it',
    files: { 'compose.yaml': Buffer.from('\uFEFFservices: { a: { image: "größe" } }\n', 'utf16le') },
  },
  ...asWritten.map(
    (service): Given => ({
      name: `as it is written: ${service}`,
      files: { 'compose.yaml': `services: { web: { image: i, ${service} }, db: { image: j } }` },
      env: { SET: 's' },
      more: ['--no-interpolate'],
    }),
  ),
  {
    name: 'content of configs and secrets as far as it is known where variables stay',
    files: {
      'compose.yaml':
        'name: n\ninclude: [{ path: sub/c.yaml, env_file: e.env }]\nsecrets: { s: { environment: SET } }\nconfigs: { c: { environment: COMPOSE_PROJECT_NAME } }',
      'sub/c.yaml':
        'services: { b: { image: x, environment: [OWN, SET, NONE] } }\nsecrets: { o: { environment: OWN } }',
      'e.env': 'OWN=1\n',
    },
    env: { SET: 's' },
    more: ['--no-interpolate'],
  },
  {
    name: 'resources without a word, where nothing is implied',
    files: {
      'compose.yaml':
        'services: { web: { image: i, environment: { SET: , NONE: }, networks: [front], volumes: ["data:/d"] } }\nnetworks: { front: }\nvolumes: { data: }',
    },
    env: { SET: 's' },
    more: ['--no-normalize'],
  },
  ...['', './sub/', '/nowhere/sub'].map(
    (folder): Given => ({
      name: `paths that stay relative, of an included project that extends (folder: ${folder})`,
      files: {
        'compose.yaml': `include: [{ path: sub/s.yaml${folder && `, project_directory: ${folder}`} }]\nservices: { a: { extends: { file: lib.yaml, service: l } }, u: { extends: { file: ../up.yaml, service: l } } }`,
        'lib.yaml': 'services: { l: { build: ./c, volumes: ["./v:/v"] } }',
        '../up.yaml': 'services: { l: { build: ./c, volumes: ["./v:/v"] } }',
        'sub/s.yaml': `services: { s: { extends: { file: ${folder === '/nowhere/sub' ? '' : 'deep/e.yaml'}, service: e }, volumes: ["./sv:/sv"] }, e: { image: e } }\nsecrets: { q: { file: ./q } }`,
        'sub/deep/e.yaml':
          'services: { e: { build: { context: ., additional_contexts: [x=./y] }, env_file: f.env } }',
        'sub/deep/f.env': 'F=1\n',
      },
      more: ['--no-path-resolution'],
    }),
  ),
];

const parts = `services:
  web: { image: web, depends_on: [db], networks: [a] }
  db: { image: db, volumes: ["data:/d"] }
  tool: { image: tool, networks: [b], profiles: [x], depends_on: [same] }
  same: { image: same, profiles: [x] }
volumes: { data: , e: }
networks: { a: , b: }
`;

/** Services by name. */
export const partial: readonly Given[] = [
  { name: 'a service and what it depends on', files: { 'compose.yaml': parts }, more: ['web'] },
  { name: 'a service whose profile is off', files: { 'compose.yaml': parts }, more: ['tool', 'db'] },
];

/** docker compose refuses these, and so does Berth. */
export const refused: readonly Given[] = [
  {
    name: 'a COMPOSE_DISABLE_ENV_FILE that is neither true nor false',
    files: { 'compose.yaml': web('1') },
    env: { COMPOSE_DISABLE_ENV_FILE: 'yes' },
    says: /COMPOSE_DISABLE_ENV_FILE is "yes"/,
  },
  {
    name: 'an empty name in COMPOSE_FILE',
    files: { 'compose.yaml': web('1') },
    env: { COMPOSE_FILE: 'compose.yaml:' },
    says: /COMPOSE_FILE/,
  },
  { name: 'a folder without a project', files: { x: '' }, words: ['--project-directory', '.'] },
  {
    name: 'a named file that is not there',
    files: { x: '' },
    words: ['-f', 'none.yaml'],
    says: /none\.yaml/,
  },
  { name: 'a folder as a file', files: { 'd/x': '' }, words: ['-f', 'd'] },
  {
    name: 'COMPOSE_FILE that leads nowhere',
    files: { 'compose.yaml': web('1') },
    env: { COMPOSE_FILE: 'none.yaml' },
    says: /none\.yaml/,
  },
  {
    name: 'a file of variables that is not there',
    files: { 'compose.yaml': web('1') },
    words: ['--env-file', 'none.env'],
    says: /none\.env/,
  },
  {
    name: 'a .env that cannot be read',
    files: { 'compose.yaml': web('1'), '.env': 'A B=1\n' },
    says: /\.env/,
  },
  {
    name: 'a required variable without a value',
    files: { 'compose.yaml': web('${T:?say it}') },
    says: /say it/,
  },
  {
    name: 'a name by option that is not well formed',
    files: { 'compose.yaml': web('1') },
    words: ['-p', 'Shop!'],
    says: /Shop!/,
  },
  {
    name: 'a service that depends on one of another profile',
    files: {
      'compose.yaml': 'services: { a: { image: a, depends_on: [b] }, b: { image: b, profiles: [x] } }',
    },
  },
  { name: 'empty standard input', files: { x: '' }, words: ['-f', '-'] },
  {
    name: 'an include that is not there',
    files: { 'compose.yaml': 'include: [none.yaml]' },
    says: /none\.yaml/,
  },
  {
    name: 'a service that is not there',
    files: { 'compose.yaml': parts },
    more: ['wbe'],
    says: /Did you mean web/,
  },
  {
    name: 'a limit that waits for its variable, where variables stay',
    files: { 'compose.yaml': 'services: { a: { image: i, ulimits: { nofile: "${N:-1}" } } }' },
    more: ['--no-interpolate'],
    says: /compose\.yaml:1:/,
  },
  {
    name: 'a file that is not UTF-8',
    files: { 'compose.yaml': Buffer.from('# caf\xe9\nservices: { a: { image: i } }\n', 'latin1') },
    says: /compose\.yaml:1:6: the text is not UTF-8/,
  },
  {
    name: 'a file of a registry, by -f',
    files: { x: '' },
    words: ['-f', 'oci://127.0.0.1:9/a:1'],
    says: /"oci:\/\/127\.0\.0\.1:9\/a:1" is fetched from a repository or a registry/,
  },
  {
    name: 'an unknown key',
    files: { 'compose.yaml': 'services: { web: { imgae: x } }' },
    says: /compose\.yaml:1:/,
  },
];
