import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { impureGlobals, impureProperties, type Zone, zones } from './layers.ts';

type Pattern =
  | { readonly regex: string; readonly message: string }
  | { readonly group: readonly string[]; readonly message: string };

/** Rules for the whole repository, beside the layers. */
const everywhere = {
  'typescript/no-explicit-any': 'error',
  'typescript/ban-ts-comment': 'error',
  'typescript/consistent-type-imports': 'error',
  'typescript/no-floating-promises': 'error',
  'typescript/no-misused-promises': ['error', { checksVoidReturn: false }],
  'typescript/no-misused-spread': 'off',
  'typescript/unbound-method': 'off',
  eqeqeq: 'error',
  'no-eval': 'error',
  'no-debugger': 'error',
  'no-console': 'off',
  'no-control-regex': 'off',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // A copy of what changes while it is walked is not useless.
  'unicorn/no-useless-spread': 'off',
  // The window is not compiled by the React Compiler, whose advice these are.
  'react/incompatible-library': 'off',
  'react/set-state-in-effect': 'off',
  'react/no-did-update-set-state': 'off',
} as const;

/** The text of `.oxlintrc.json`: generated, committed, and compared by `npm run check`. */
export function lintConfig(): string {
  const config = {
    $schema: './node_modules/oxlint/configuration_schema.json',
    plugins: ['typescript', 'import', 'unicorn', 'react', 'promise', 'oxc'],
    categories: { correctness: 'error', suspicious: 'off' },
    rules: everywhere,
    overrides: zones.map((zone) => ({ files: [`${zone.folder}/**`], rules: rulesOf(zone) })),
    ignorePatterns: ['out/**', 'dist/**', 'resources/sample/**'],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function rulesOf(zone: Zone): Record<string, unknown> {
  const rules: Record<string, unknown> = {
    'no-restricted-imports': ['error', { patterns: patternsOf(zone) }],
  };
  if (!zone.pure) return rules;
  rules['no-restricted-globals'] = [
    'error',
    ...impureGlobals.map((name) => ({ name, message: 'a pure layer gets it as a value' })),
  ];
  rules['no-restricted-properties'] = ['error', ...impureProperties];
  return rules;
}

/** The layer pattern comes first: oxlint stops at a group whose negation matches. */
function patternsOf(zone: Zone): Pattern[] {
  const name = zone.folder;
  const packages = zone.packages.join(', ') || 'none';
  const group = { group: packageGlobs(zone), message: `${name} may import only these packages: ${packages}` };
  const refused = refusedNames(zone);
  if (refused.length === 0) return [group];
  return [
    { regex: `^\\.\\.?/(.*/)?(${refused.join('|')})/`, message: `${name} may not know this layer` },
    group,
  ];
}

/** Gitignore-like: everything, less relative paths, less what is allowed. */
function packageGlobs(zone: Zone): string[] {
  const allowed = zone.packages.flatMap((name) =>
    name === 'node:*' ? ['!node:*', '!node:*/**'] : [`!${name}`, `!${name}/**`],
  );
  return ['*', '!./**', '!../**', ...allowed];
}

const lastName = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1);
const topName = (folder: string): string => folder.split('/').slice(0, 2).join('/');

/** Names of layer folders that may not stand in a relative import of this zone. */
function refusedNames(zone: Zone): string[] {
  const tops = [...new Set(zones.map((other) => topName(other.folder)))];
  const own = topName(zone.folder);
  const refused = tops.filter((top) => top !== own && !zone.zones.includes(top));
  return [...new Set(refused.map(lastName))].sort();
}

const here = fileURLToPath(import.meta.url);
const target = join(here, '../../.oxlintrc.json');

/** `node build/lint.ts` writes the file; `node build/lint.ts --check` ends 1 when it is stale. */
if (process.argv[1] === here) {
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== lintConfig()) {
      console.error('.oxlintrc.json does not say what build/layers.ts says: run `node build/lint.ts`');
      process.exit(1);
    }
  } else writeFileSync(target, lintConfig());
}
