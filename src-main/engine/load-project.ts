import type { Environment } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { KeyView, SecretView } from '../contract/view.ts';
import type { Config } from '../core/config/config.ts';
import { resolveConfig } from '../core/config/resolve.ts';
import { fillTemplate } from '../core/config/template.ts';
import { secretUses, secretViews, withUses } from '../core/config/uses.ts';
import { loadModel } from '../core/compose/load.ts';
import type { Model } from '../core/compose/model.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import type { Profile } from '../core/profile/profile.ts';
import { readProfile } from '../core/profile/read-profile.ts';
import { type Redact, redactor } from '../core/secrets/redact.ts';
import type { Files } from '../ports/files.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { Machine } from '../ports/machine.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { foundFiles, namedFiles, type ProjectFiles } from './find-files.ts';
import { hashesOf } from './hashes.ts';
import { type ReadSources, readSources } from './read-sources.ts';
import { noSecrets, secretSource } from './secret-source.ts';

export type LoadPorts = { readonly files: Files; readonly machine: Machine; readonly keychain: Keychain };

export type LoadWish = {
  readonly dir: string;
  readonly environment: Environment;
  /** null: what the profile or the folder says. */
  readonly files: readonly string[] | null;
};

/** A project as its files, sources and keychain say now. */
export type LoadedProject = {
  readonly profile: Profile | null;
  readonly model: Model | null;
  readonly config: Config | null;
  readonly hashes: Hashes | null;
  readonly files: readonly string[];
  readonly urls: Readonly<Record<string, string>>;
  readonly keys: readonly KeyView[];
  readonly secretViews: readonly SecretView[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly secrets: SecretSource;
  readonly redact: Redact;
};

const limitBytes = 1024 * 1024;
export const profileName = 'berth.yaml';

/** Reads everything a project is made of. Never fails: what is wrong are its `problems`, all at once. */
export async function loadProject(ports: LoadPorts, wish: LoadWish): Promise<LoadedProject> {
  const { files, machine, keychain } = ports;
  if (!(await files.isFolder(wish.dir))) return unloaded([{ kind: 'folder-missing', dir: wish.dir }]);
  const profile = await readProfileOf(files, wish.dir);
  if (!profile.ok) return unloaded(profile.error);
  const found = await filesOf(ports, wish, profile.value);
  const { environment, dir } = wish;
  const variables = machine.variables;
  const read = await readSources({
    files,
    keychain,
    profile: profile.value,
    environment,
    variables,
    dir: found.ok ? found.value.workingDir : dir,
  });
  const resolution = resolveConfig({ profile: profile.value, environment, sources: read.sources });
  const secrets =
    profile.value === null
      ? noSecrets
      : secretSource({ profile: profile.value, environment, variables, keychain });
  const loaded = found.ok
    ? await modelOf(ports, found.value, resolution.config, read)
    : { model: null, problems: found.error, warnings: [] };
  const uses = loaded.model === null ? new Map() : secretUses(loaded.model, resolution.config);
  const values = { ...secretVariables(profile.value, variables), ...read.values };
  const unanswered =
    read.keychainProblem !== null && resolution.unanswered.length > 0 ? [read.keychainProblem] : [];
  return {
    profile: profile.value,
    model: loaded.model,
    config: resolution.config,
    hashes: loaded.model === null ? null : hashesOf(loaded.model, values),
    files: found.ok ? found.value.compose : [],
    urls: urlsOf(profile.value, resolution.config),
    keys: withUses(resolution.views, uses),
    secretViews: profile.value === null ? [] : secretViews(profile.value, resolution.config, uses),
    problems: [...read.problems, ...unanswered, ...resolution.problems, ...loaded.problems],
    warnings: [...(found.ok ? found.value.warnings : []), ...resolution.warnings, ...loaded.warnings],
    secrets,
    redact: redactor(values),
  };
}

const unloaded = (problems: readonly Problem[]): LoadedProject => ({
  profile: null,
  model: null,
  config: null,
  hashes: null,
  files: [],
  urls: {},
  keys: [],
  secretViews: [],
  problems,
  warnings: [],
  secrets: noSecrets,
  redact: (text) => text,
});

async function readProfileOf(files: Files, dir: string): Promise<Result<Profile | null, readonly Problem[]>> {
  const file = files.resolve(dir, profileName);
  const text = await files.readText(file, limitBytes);
  if (!text.ok) return fail([text.error]);
  return text.value === null ? ok(null) : readProfile(text.value, file);
}

/** As named by the user, else by the profile, else by COMPOSE_FILE where there is no profile, else as they are found. */
function filesOf(
  ports: LoadPorts,
  wish: LoadWish,
  profile: Profile | null,
): Promise<Result<ProjectFiles, readonly Problem[]>> {
  if (wish.files !== null && wish.files.length > 0)
    return namedFiles(ports.files, ports.machine.workingDir, wish.files);
  if (profile !== null && profile.compose.length > 0)
    return namedFiles(ports.files, wish.dir, profile.compose);
  const { COMPOSE_FILE, COMPOSE_PATH_SEPARATOR } = ports.machine.variables;
  if (profile === null && COMPOSE_FILE !== undefined && COMPOSE_FILE !== '') {
    const separator = COMPOSE_PATH_SEPARATOR ?? (ports.machine.platform === 'win32' ? ';' : ':');
    return namedFiles(ports.files, wish.dir, COMPOSE_FILE.split(separator));
  }
  return foundFiles(ports.files, wish.dir);
}

type Loaded = {
  readonly model: Model | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
};

/**
 * The loader is pure: it names the files that it wants (include, extends, env_file), they are read, and it is asked again
 * until nothing is missing.
 */
async function modelOf(
  ports: LoadPorts,
  found: ProjectFiles,
  config: Config,
  read: ReadSources,
): Promise<Loaded> {
  const texts = new Map<string, string | null>();
  const problems: Problem[] = [...(await readAll(ports.files, found.compose, texts))];
  if (problems.length > 0) return { model: null, problems, warnings: [] };
  const variables = ports.machine.variables;
  for (;;) {
    const wanted = new Set<string>();
    const loaded = loadModel({
      files: found.compose.map((path) => ({ path, text: texts.get(path) ?? '' })),
      workingDir: found.workingDir,
      projectName: variables['COMPOSE_PROJECT_NAME'] ?? read.sources.dotEnv['COMPOSE_PROJECT_NAME'] ?? null,
      values: config.values,
      hasProfile: config.hasProfile,
      profiles: (config.values['COMPOSE_PROFILES'] ?? '')
        .split(',')
        .flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
      platform: ports.machine.platform === 'win32' ? 'win32' : 'posix',
      homeDir: ports.machine.homeDir,
      read: (path) => {
        if (!texts.has(path)) wanted.add(path);
        return texts.get(path) ?? null;
      },
    });
    if (wanted.size === 0) return loaded;
    const unreadable = await readAll(ports.files, [...wanted], texts);
    if (unreadable.length > 0) return { model: null, problems: unreadable, warnings: [] };
  }
}

async function readAll(
  files: Files,
  paths: readonly string[],
  texts: Map<string, string | null>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const path of paths) {
    const text = await files.readText(path, limitBytes);
    texts.set(path, text.ok ? text.value : null);
    if (!text.ok) problems.push(text.error);
  }
  return problems;
}

function secretVariables(
  profile: Profile | null,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const secrets = Object.entries(profile?.keys ?? {}).filter(([, rule]) => rule.secret);
  return Object.fromEntries(secrets.flatMap(([name]) => (variables[name] ? [[name, variables[name]]] : [])));
}

function urlsOf(profile: Profile | null, config: Config): Record<string, string> {
  const urls = Object.entries(profile?.services ?? {}).flatMap(([service, rule]) => {
    const url = rule.url === null ? null : fillTemplate(rule.url, (name) => config.values[name] ?? null);
    return url === null ? [] : [[service, url] as const];
  });
  return Object.fromEntries(urls);
}
