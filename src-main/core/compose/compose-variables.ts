import type { Platform } from './host-paths.ts';

/** What the `COMPOSE_*` variables ask for; null or empty: nothing. Paths are as they are written. */
export type ComposeVariables = {
  /** COMPOSE_FILE, split at COMPOSE_PATH_SEPARATOR. */
  readonly files: readonly string[] | null;
  readonly projectName: string | null;
  readonly profiles: readonly string[];
  /** COMPOSE_ENV_FILES. */
  readonly envFiles: readonly string[] | null;
  /** COMPOSE_DISABLE_ENV_FILE: a `.env` beside the project is not read. */
  readonly ignoresDotEnv: boolean;
  /** COMPOSE_COMPATIBILITY. */
  readonly compatible: boolean;
  /** COMPOSE_REMOVE_ORPHANS, which `up` and `down` go by. */
  readonly removesOrphans: boolean;
  /** COMPOSE_IGNORE_ORPHANS: `up` says nothing of them. */
  readonly ignoresOrphans: boolean;
  /** COMPOSE_PARALLEL_LIMIT, as it is written; null: not set. */
  readonly parallelLimit: string | null;
};

/** Reads them out of the environment and the files of variables, as docker compose 2.40 does. */
export function composeVariables(
  values: Readonly<Record<string, string>>,
  platform: Platform,
): ComposeVariables {
  const value = (name: string): string => (Object.hasOwn(values, name) ? (values[name] ?? '') : '');
  const separator = value('COMPOSE_PATH_SEPARATOR') || (platform === 'win32' ? ';' : ':');
  const split = (name: string, at: string): readonly string[] =>
    value(name)
      .split(at)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const files = split('COMPOSE_FILE', separator);
  // Spaces belong to their names.
  const envFiles = value('COMPOSE_ENV_FILES')
    .split(',')
    .filter((name) => name !== '');
  return {
    files: files.length === 0 ? null : files,
    projectName: value('COMPOSE_PROJECT_NAME') || null,
    profiles: split('COMPOSE_PROFILES', ','),
    envFiles: envFiles.length === 0 ? null : envFiles,
    ignoresDotEnv: ['1', 't', 'true'].includes(value('COMPOSE_DISABLE_ENV_FILE').toLowerCase()),
    compatible: says(value('COMPOSE_COMPATIBILITY')),
    removesOrphans: says(value('COMPOSE_REMOVE_ORPHANS')),
    ignoresOrphans: says(value('COMPOSE_IGNORE_ORPHANS')),
    parallelLimit: Object.hasOwn(values, 'COMPOSE_PARALLEL_LIMIT') ? value('COMPOSE_PARALLEL_LIMIT') : null,
  };
}

/** What docker compose 2.40 takes for yes; any other word is no. */
const says = (text: string): boolean => ['1', 't', 'true', 'y'].includes(text.trim().toLowerCase());
