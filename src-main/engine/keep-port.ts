import type { Environment, KeyName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { KeyView } from '../contract/view.ts';
import { withVariable } from '../core/config/with-variable.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Files } from '../ports/files.ts';

export type PortPlace = {
  readonly files: Files;
  readonly dir: string;
  readonly environment: Environment;
  readonly profile: Profile | null;
  readonly keys: readonly KeyView[];
  readonly variables: Readonly<Record<string, string>>;
  /** Files are named that are read in place of `.env.local`. */
  readonly namesFiles: boolean;
};

const limitBytes = 1024 * 1024;

/**
 * Gives a key that is a port its value on this machine from now on, in `.env.local`, and returns that file. Problems: key-unknown
 * (no key of the profile, or no port), port-fixed (something goes before that file, or it is not read), file-*.
 */
export async function keepPort(at: PortPlace, key: KeyName, port: number): Promise<Result<string, Problem>> {
  const { files, dir, environment, profile, keys, variables, namesFiles } = at;
  const known = Object.entries(profile?.keys ?? {}).flatMap(([name, rule]) =>
    rule.type === 'port' ? [name] : [],
  );
  if (!known.includes(key))
    return fail({ kind: 'key-unknown', name: key, known, nearest: nearestName(key, known) });
  if ((variables[key] ?? '') !== '') return fail({ kind: 'port-fixed', key, by: 'an environment variable' });
  if (namesFiles) return fail({ kind: 'port-fixed', key, by: 'the files named by --env-file' });
  const { origin } = keys.find(({ name }) => name === key) ?? { origin: null };
  if (environment !== 'local') return fail({ kind: 'port-fixed', key, by: `${origin ?? environment}` });
  const file = files.resolve(dir, '.env.local');
  const text = await files.readText(file, limitBytes);
  if (!text.ok) return text;
  // What was not read as it stands cannot be written back as it was.
  if (text.value?.isWellFormed() === false)
    return fail({ kind: 'file-unreadable', file, detail: 'it is not UTF-8' });
  const written = await files.writeAtomic(file, withVariable(text.value ?? '', key, String(port)));
  return written.ok ? ok(file) : written;
}
