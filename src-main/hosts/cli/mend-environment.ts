import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Takes back what Node put into the environment for a `--env-file` that is an option of ours: it looks for its own of that
 * name among a program's words too (seen on 24.21), and a file of variables would win over the process as if exported.
 * `known`: the names that the process was started with; null where the system does not tell; left out: asked of it.
 */
export function mendEnvironment(
  words: readonly string[],
  variables: NodeJS.ProcessEnv,
  known?: ReadonlySet<string> | null,
): void {
  const files = namedFiles(words);
  if (files.length === 0) return;
  const given = known === undefined ? givenAtStart() : known;
  const added = given === null ? valuesIn(files) : null;
  for (const [name, value] of Object.entries(variables)) {
    const isAdded = given !== null ? !given.has(name) : added?.get(name) === value;
    if (isAdded) Reflect.deleteProperty(variables, name);
  }
}

function namedFiles(words: readonly string[]): readonly string[] {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  return own.flatMap((word, index) => {
    if (word === '--env-file') return own[index + 1] ?? [];
    return word.startsWith('--env-file=') ? [word.slice('--env-file='.length)] : [];
  });
}

/** Linux keeps what a process was started with; null elsewhere. */
function givenAtStart(): ReadonlySet<string> | null {
  try {
    const all = readFileSync('/proc/self/environ', 'utf8').split('\0');
    return new Set(all.map((pair) => pair.slice(0, pair.indexOf('='))));
  } catch {
    return null;
  }
}

/** Elsewhere: what Node reads in the files. A variable that was given with the very same value is lost, and read again. */
function valuesIn(files: readonly string[]): ReadonlyMap<string, string | undefined> {
  return new Map(
    files.flatMap((file) => {
      try {
        return Object.entries(parseEnv(readFileSync(file, 'utf8')));
      } catch {
        // One that cannot be read added nothing.
        return [];
      }
    }),
  );
}
