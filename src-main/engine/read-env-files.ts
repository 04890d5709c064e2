import type { Problem } from '../contract/problem.ts';
import { readDotEnv } from '../core/config/dot-env.ts';
import type { Files } from '../ports/files.ts';

export type EnvFiles = {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
};

const limitBytes = 1024 * 1024;

/**
 * Files of variables in the grammar of `.env`, later ones over earlier ones. A value may refer to what is known already,
 * which wins, and to earlier lines and files. `missing`: whether a file that is not there is a problem. `isWithheld`: whether a name
 * has a value that a file is not to have; absent: none has.
 */
export async function readEnvFiles(
  files: Files,
  paths: readonly string[],
  known: Readonly<Record<string, string>>,
  missing: 'refused' | 'allowed',
  isWithheld: (name: string) => boolean = () => false,
): Promise<EnvFiles> {
  let values: Readonly<Record<string, string>> = {};
  const problems: Problem[] = [];
  const unset = new Set<string>();
  const lookup = (name: string): string | null => (Object.hasOwn(known, name) ? (known[name] ?? null) : null);
  for (const file of paths) {
    const text = await files.readText(file, limitBytes);
    if (!text.ok) problems.push(text.error);
    if (!text.ok) continue;
    if (text.value === null && missing === 'refused')
      problems.push({ kind: 'file-unreadable', file, detail: 'there is no such file' });
    const read = readDotEnv(text.value ?? '', lookup, values);
    for (const name of read.unset) unset.add(name);
    values = read.values;
    if (read.fault === null) continue;
    const at = { file, line: read.fault.line, column: 1 };
    problems.push({ kind: 'compose-invalid', message: read.fault.message, at, hint: null });
  }
  const warnings = [...unset].map((name) =>
    isWithheld(name)
      ? `The "${name}" variable is no key of berth.yaml, so a file does not get it. Defaulting to a blank string.`
      : `The "${name}" variable is not set. Defaulting to a blank string.`,
  );
  return { values, problems, warnings };
}
