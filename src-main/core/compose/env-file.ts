import type { DotEnv } from '../config/dot-env.ts';
import type { Faults } from './faults.ts';
import type { Lookup } from './template.ts';

/** Refuses what is wrong in a file of variables, at its line. */
export function refuseEnvFile(path: string, fault: DotEnv['fault'], faults: Faults): void {
  if (fault === null) return;
  faults.refuse(
    {
      source: { file: path, text: '\n'.repeat(Math.max(0, fault.line - 1)) },
      offset: Math.max(0, fault.line - 1),
    },
    fault.message,
  );
}

// What Go's unicode.IsSpace takes for a space.
const spacesAtStart = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** `format: raw`: lines `KEY=value` taken as they are; a bare `KEY` takes its value from `lookup`. */
export function readRawEnvFile(
  path: string,
  text: string,
  lookup: Lookup,
  faults: Faults,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [index, line] of text
    .replace(/^\u{FEFF}/u, '')
    .split('\n')
    .entries()) {
    const bare = line.replace(/\r$/, '').replace(spacesAtStart, '');
    if (bare === '' || bare.startsWith('#')) continue;
    if (!line.isWellFormed())
      refuseEnvFile(path, { line: index + 1, message: 'the line is not UTF-8' }, faults);
    const cut = bare.indexOf('=');
    const name = cut < 0 ? bare : bare.slice(0, cut);
    if (name === '' || /[ \t]/.test(name))
      refuseEnvFile(
        path,
        // The line is not repeated: where its `=` is missing, a value stands in it.
        { line: index + 1, message: 'a name of a variable is not empty and holds no space' },
        faults,
      );
    const value = cut < 0 ? lookup(name) : bare.slice(cut + 1);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
