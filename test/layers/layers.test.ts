import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { impureGlobals, impureProperties, type Zone, zones } from '../../build/layers.ts';
import { lintConfig } from '../../build/lint.ts';

type Case = {
  readonly file: string;
  readonly title: string;
  readonly text: string;
  readonly refused: boolean;
};

const root = join(import.meta.dirname, '../..');
const from = (layer: string, file: string): string =>
  join(root, 'src-main', layer, file).replaceAll('\\', '/');
const layersBelow = {
  contract: [],
  core: ['contract'],
  ports: ['contract', 'core'],
  engine: ['contract', 'core', 'ports'],
} as const;
type Layer = keyof typeof layersBelow;

const knownPackages = [
  'electron',
  'dockerode',
  'keytar',
  'conf',
  'react',
  'ws',
  'commander',
  '@orpc/server',
  'node:fs',
  'zod',
  'left-pad',
];

const cases: readonly Case[] = zones.flatMap((zone, place) => [
  ...importCases(zone, place),
  ...packageCases(zone, place),
  ...globalCases(zone, place),
]);

let folder = '';
let refusals: ReadonlyMap<string, number>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-layers-'));
  writeFileSync(join(folder, '.oxlintrc.json'), lintConfig());
  for (const { file, text } of cases) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  refusals = lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the layer table', () => {
  it('is what the committed lint configuration says', () => {
    const check = spawnSync(process.execPath, ['build/lint.ts', '--check'], { cwd: root, encoding: 'utf8' });
    expect(check.stderr + check.stdout).toBe('');
    expect(check.status).toBe(0);
  });

  it('has a ban to prove in every zone', () => {
    const banned = new Set(
      cases.filter((one) => one.refused).map((one) => one.file.split('/').slice(0, -1).join('/')),
    );
    expect([...banned].sort()).toEqual(zones.map((zone) => zone.folder).sort());
  });

  it.each(cases.filter((one) => one.refused))('refuses: $title', ({ file }) => {
    expect(refusals.get(file) ?? 0).toBeGreaterThan(0);
  });

  it.each(cases.filter((one) => !one.refused))('allows: $title', ({ file }) => {
    expect(refusals.get(file) ?? 0).toBe(0);
  });
});

describe('the compiler', () => {
  const needless: readonly (readonly [Layer, string, string])[] = [
    ['contract', 'Node', 'export const x = process.pid;'],
    ['contract', 'the DOM', 'export const x = document.title;'],
    ['core', 'Node', "import { readFileSync } from 'node:fs'; export const x = readFileSync;"],
    ['core', 'a timer', 'export const x = setTimeout(() => {}, 1);'],
    ['core', 'ports', `import type { Clock } from '${from('ports', 'clock.ts')}'; export type X = Clock;`],
    ['ports', 'engine', `import type { Desk } from '${from('engine', 'desk.ts')}'; export type X = Desk;`],
    [
      'engine',
      'router',
      `import { routerOf } from '${from('router', 'router.ts')}'; export const x = routerOf;`,
    ],
  ];

  it.each(needless)('refuses to %s: %s', (layer, _what, text) => {
    expect(compile(layer, text)).toMatch(/error TS/);
  });

  it('accepts what a layer may know', () => {
    const text = `import type { Problem } from '${from('contract', 'problem.ts')}'; export type X = Problem;`;
    expect(compile('core', text)).toBe('');
  });
});

function top(zone: Zone): string {
  return zone.folder.split('/').slice(0, 2).join('/');
}

function importCases(zone: Zone, place: number): Case[] {
  return zones
    .filter((other) => other.folder !== zone.folder && top(other) !== top(zone))
    .map((other) => {
      const target = relative(zone.folder, other.folder).replaceAll('\\', '/');
      const refused = !zone.zones.some(
        (allowed) => other.folder === allowed || other.folder.startsWith(`${allowed}/`),
      );
      return {
        file: `${zone.folder}/import-${place}-${other.folder.replaceAll('/', '-')}.ts`,
        title: `${zone.folder} importing ${other.folder}`,
        text: `export { x } from '${target}/x.ts';\n`,
        refused,
      };
    });
}

function packageCases(zone: Zone, place: number): Case[] {
  const allowed = (name: string) =>
    zone.packages.some((one) => one === name || (one === 'node:*' && name.startsWith('node:')));
  return [...new Set([...knownPackages, ...zone.packages.filter((name) => name !== 'node:*')])].map(
    (name) => ({
      file: `${zone.folder}/package-${place}-${name.replaceAll(/\W/g, '-')}.ts`,
      title: `${zone.folder} importing the package ${name}`,
      text: `export { x } from '${name}';\n`,
      refused: !allowed(name),
    }),
  );
}

function globalCases(zone: Zone, place: number): Case[] {
  const texts = [
    ...impureGlobals.map((name) => `export const x = ${name};\n`),
    ...impureProperties.map(({ object, property }) => `export const x = ${object}.${property}();\n`),
  ];
  return texts.map((text, index) => ({
    file: `${zone.folder}/global-${place}-${index}.ts`,
    title: `${zone.folder} saying ${text.trim()}`,
    text,
    refused: zone.pure,
  }));
}

function lint(): Map<string, number> {
  const binary = join(root, 'node_modules/oxlint/bin/oxlint');
  const run = spawnSync(process.execPath, [binary, '-f', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const report = JSON.parse(run.stdout) as { diagnostics: { filename: string }[]; number_of_files: number };
  expect(report.number_of_files).toBe(cases.length);
  const found = new Map<string, number>();
  for (const { filename } of report.diagnostics) found.set(filename, (found.get(filename) ?? 0) + 1);
  return found;
}

/** The compiler's complaints about a file that stands in the layer's project; empty when there are none. */
function compile(layer: Layer, text: string): string {
  const place = mkdtempSync(join(tmpdir(), 'berth-compile-'));
  try {
    const references = layersBelow[layer].map((name) => ({ path: join(root, 'src-main', name) }));
    const options = { rootDir: '/', outDir: join(place, 'out'), tsBuildInfoFile: join(place, 'info') };
    const config = {
      extends: join(root, 'src-main', layer, 'tsconfig.json'),
      compilerOptions: options,
      references,
    };
    writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ ...config, files: ['x.ts'], include: [] }));
    writeFileSync(join(place, 'package.json'), '{"type":"module"}');
    writeFileSync(join(place, 'x.ts'), text);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    return spawnSync(process.execPath, [tsc, '-p', place, '--noEmit'], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
