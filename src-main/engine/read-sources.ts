import type { Environment, KeyName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { Sources } from '../core/config/config.ts';
import { policies } from '../core/config/policy.ts';
import type { Profile } from '../core/profile/profile.ts';
import { seal } from '../core/secrets/sealed.ts';
import type { Files } from '../ports/files.ts';
import { accountOf, type Keychain } from '../ports/keychain.ts';
import { readEnvFiles } from './read-env-files.ts';

export type SourcesInput = {
  readonly files: Files;
  readonly keychain: Keychain;
  readonly profile: Profile;
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  readonly dir: string;
  /** Files read in place of `.env.local`, each of which must be there; null: none. */
  readonly localFiles: readonly string[] | null;
};

export type ReadSources = {
  readonly sources: Sources;
  /** Values that the keychain holds, by name. They leave this layer only as what a redactor knows and a hash has eaten. */
  readonly values: Readonly<Record<KeyName, string>>;
  readonly problems: readonly Problem[];
  /** Of the file that is read in this environment. */
  readonly warnings: readonly string[];
  /** Why the keychain could not be asked; null when it answered or was not needed. */
  readonly keychainProblem: Problem | null;
};

/** Reads every place a value may come from. The keychain is asked only for secrets that no variable gives. */
export async function readSources(input: SourcesInput): Promise<ReadSources> {
  const { files, dir, variables, localFiles } = input;
  const known = declared(input);
  const isWithheld = (name: string): boolean => variables[name] !== undefined;
  const read = (paths: readonly string[], missing: 'refused' | 'allowed') =>
    readEnvFiles(files, paths, known, missing, isWithheld);
  const own = (name: string) => read([files.resolve(dir, name)], 'allowed');
  const dotEnv = await own('.env');
  const dotEnvLocal = localFiles === null ? await own('.env.local') : await read(localFiles, 'refused');
  const kept = await readKeychain(input);
  return {
    sources: {
      variables: input.variables,
      dotEnv: dotEnv.values,
      dotEnvLocal: dotEnvLocal.values,
      keychain: kept.problem === null ? new Set(Object.keys(kept.values)) : null,
    },
    values: kept.values,
    problems: [...dotEnv.problems, ...dotEnvLocal.problems],
    warnings: policies[input.environment].readsEnvLocal ? dotEnvLocal.warnings : [],
    keychainProblem: kept.problem,
  };
}

/** What a file may refer to: of the environment what the profile declares and nothing else, and a secret by its name alone. */
function declared({ profile, variables }: SourcesInput): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(profile.keys).flatMap(([name, { secret }]) => {
      const value = secret ? seal(name) : variables[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

type Kept = { readonly values: Readonly<Record<KeyName, string>>; readonly problem: Problem | null };

async function readKeychain({ keychain, profile, environment, variables }: SourcesInput): Promise<Kept> {
  const values: Record<KeyName, string> = {};
  if (!policies[environment].usesKeychain) return { values, problem: null };
  for (const [name, rule] of Object.entries(profile.keys)) {
    // A composed secret is looked up too: a value of its own overrides the composition.
    if (!rule.secret || (variables[name] ?? '') !== '') continue;
    const read = await keychain.read(accountOf(profile.project, environment, name));
    if (!read.ok) return { values, problem: read.error };
    if (read.value !== null) values[name] = read.value;
  }
  return { values, problem: null };
}
