import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One project and what docker compose 2.40 made of it. `{{DIR}}`, `{{PARENT}}` and `{{HOME}}` stand for its places. */
export type ComposeCase = {
  readonly id: string;
  /** The name of the project's folder; `p` when left out. */
  readonly dirname?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly use: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly expect?: Readonly<Record<string, unknown>>;
  /** The text that `expect` was read from, where it holds numbers that JavaScript would round. */
  readonly json?: string;
  /** The first words of the refusal. */
  readonly reject?: string;
  readonly warnings?: readonly string[];
  /** What is hashed for a service, and the hash. */
  readonly hashJSON?: Readonly<Record<string, string>>;
  readonly hash?: Readonly<Record<string, string>>;
  /** What `config --hash '*'` prints. */
  readonly configHash?: Readonly<Record<string, string>>;
};

/** The files of cases: given ones, ones written for each attribute and rule, ones about YAML itself, and what was found to differ. */
export const caseFiles = ['micro.jsonl', 'written.jsonl', 'yaml.jsonl', 'found.jsonl'] as const;

/** The cases of one file. */
export function readCases(name: string): readonly ComposeCase[] {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ComposeCase);
}

/** Any JSON-like value with its placeholders replaced. */
export function withPlaces<T>(value: T, places: { dir: string; parent: string; home: string }): T {
  const text = JSON.stringify(value)
    .replaceAll('{{DIR}}', places.dir)
    .replaceAll('{{PARENT}}', places.parent)
    .replaceAll('{{HOME}}', places.home);
  return JSON.parse(text) as T;
}

/** Where one run of docker compose stands. */
export type Places = { readonly dir: string; readonly parent: string; readonly home: string };

/** The version of the installed docker compose when it is the one that the cases speak about; null otherwise. */
export function composeVersion(): string | null {
  const { stdout } = spawnSync('docker', ['compose', 'version', '--short'], { encoding: 'utf8' });
  return typeof stdout === 'string' && stdout.startsWith('2.40.') ? stdout.trim() : null;
}

/** What the installed docker compose says about a case, in a folder of its own that is gone afterwards. */
export type Answer = {
  readonly places: Places;
  readonly expect: Readonly<Record<string, unknown>> | null;
  readonly json: string | null;
  readonly reject: string | null;
  readonly warnings: readonly string[];
  readonly configHash: Readonly<Record<string, string>>;
};

export function askCompose(given: ComposeCase): Answer {
  const places = placed(given);
  const { parent } = places;
  const model = run(given, ['--format', 'json'], places);
  const hashes = model.status === 0 ? run(given, ['--hash', '*'], places).stdout : '';
  rmSync(parent, { recursive: true });
  return {
    places,
    expect: model.status === 0 ? (JSON.parse(model.stdout) as Record<string, unknown>) : null,
    json: model.status === 0 && holdsLongNumber(model.stdout) ? model.stdout : null,
    reject: model.status === 0 ? null : lastWords(model.stderr),
    warnings: warningsIn(model.stderr),
    configHash: Object.fromEntries(
      hashes.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ')])),
    ),
  };
}

/** What it prints for a case as YAML, with placeholders. */
export function askComposeYaml(given: ComposeCase): string {
  const places = placed(given);
  const { stdout } = run(given, [], places);
  rmSync(places.parent, { recursive: true });
  return placeless(stdout, places);
}

function placed(given: ComposeCase): Places {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'berth-golden-')));
  const places = { parent, dir: join(parent, given.dirname ?? 'p'), home: join(parent, 'home') };
  for (const [path, text] of Object.entries(given.files)) {
    mkdirSync(dirname(join(places.dir, path)), { recursive: true });
    writeFileSync(join(places.dir, path), text);
  }
  return places;
}

const placeless = (text: string, { dir, home, parent }: Places): string =>
  text.replaceAll(dir, '{{DIR}}').replaceAll(home, '{{HOME}}').replaceAll(parent, '{{PARENT}}');

function run(
  given: ComposeCase,
  how: readonly string[],
  { dir, home }: Places,
): { status: number | null; stdout: string; stderr: string } {
  const isForConfig = (arg: string): boolean => arg === '--all-resources';
  const before = [
    ...given.use.flatMap((file) => ['-f', file]),
    ...given.args.filter((arg) => !isForConfig(arg)),
  ];
  const after = given.args.filter(isForConfig);
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, ...given.env };
  return spawnSync('docker', ['compose', ...before, 'config', ...after, ...how], {
    cwd: dir,
    env,
    encoding: 'utf8',
  });
}

// Where a text holds the same, it is stored for nothing.
const holdsLongNumber = (json: string): boolean => /(?:-0\b(?!\.)|\d{16,})(?=[\s,])/.test(json);

const lastWords = (text: string): string =>
  text.split('\n').findLast((line) => line.trim() !== '' && !line.startsWith('time=')) ?? '';

function warningsIn(text: string): readonly string[] {
  const found = [...text.matchAll(/level=warning msg="((?:[^"\\]|\\.)*)"/g)].map(
    ([, words]) => JSON.parse(`"${words}"`) as string,
  );
  return [...new Set(found)].sort();
}

/** An answer as it is stored: places as placeholders, and no hash that depends on them. */
export function stored(given: ComposeCase, { places, expect, json, reject, warnings, configHash }: Answer): Partial<ComposeCase> {
  const text = JSON.stringify({
    ...(expect === null ? {} : { expect }),
    ...(json === null ? {} : { json }),
    ...(reject === null ? {} : { reject }),
    ...(warnings.length === 0 ? {} : { warnings }),
  });
  const bare = placeless(text, places);
  // The path of a file of variables or labels is hashed, though `config` does not print it.
  const hidesPath = Object.values(given.files).some((file) => /env_file|label_file/.test(file));
  const hashes = bare === text && expect !== null && !hidesPath ? { configHash } : {};
  return { ...(JSON.parse(bare) as Partial<ComposeCase>), ...hashes };
}
