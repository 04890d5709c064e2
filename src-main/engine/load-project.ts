import type { KeyName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { type Loaded as LoadedModel, loadModel } from '../core/compose/load.ts';
import type { Config } from '../core/config/config.ts';
import { type Resolution, resolveConfig } from '../core/config/resolve.ts';
import { fillTemplate } from '../core/config/template.ts';
import { secretUses, secretViews, withUses } from '../core/config/uses.ts';
import type { Profile } from '../core/profile/profile.ts';
import { readProfile } from '../core/profile/read-profile.ts';
import { seal, unseal } from '../core/secrets/sealed.ts';
import { foundFiles, namedFiles } from './find-files.ts';
import type { Loaded, LoadWish } from './loaded.ts';
import type { Ports } from './ports.ts';
import { readSources } from './read-sources.ts';

export type LoadPorts = Pick<Ports, 'files' | 'machine' | 'keychain'>;

const limitBytes = 1024 * 1024;
// The loader says so itself, with the file's name, when one is larger than it reads.
const composeLimitBytes = 2 * 1024 * 1024;
export const profileName = 'berth.yaml';

/** Files → profile → sources → config → model. All problems of all of them at once; nothing is asked of the engine. */
export async function loadProject(ports: LoadPorts, wish: LoadWish): Promise<Loaded> {
  const { files, machine, keychain } = ports;
  const read = await loadProfile(ports, wish);
  const { profile } = read;
  const { variables } = machine;
  const own = await readSources({
    files,
    keychain,
    profile,
    environment: wish.environment,
    variables,
    dir: wish.dir,
  });
  const resolution = resolveConfig({ profile, environment: wish.environment, sources: own.sources });
  const found = await findCompose(ports, wish, profile);
  const values = interpolation(profile, resolution.config);
  const model =
    found.compose === null ? null : await composeModel(ports, found.compose, values, profile !== null);
  return {
    ...describeKeys(profile, resolution, model?.model ?? null),
    model: model?.model ?? null,
    profile,
    files: [...read.files, ...(found.compose?.paths ?? [])],
    urls: urlsOf(profile, resolution.config),
    problems: [
      ...read.problems,
      ...own.problems,
      ...(own.keychainProblem !== null && resolution.unanswered.length > 0 ? [own.keychainProblem] : []),
      ...resolution.problems,
      ...found.problems,
      ...(model?.problems ?? []),
    ],
    warnings: [...(found.compose?.warnings ?? []), ...resolution.warnings, ...(model?.warnings ?? [])],
    values: secretValues(profile, { ...variables, ...own.values }, resolution.config),
  };
}

type ReadProfile = {
  readonly profile: Profile | null;
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
};

async function loadProfile({ files }: LoadPorts, wish: LoadWish): Promise<ReadProfile> {
  const file = files.resolve(wish.dir, profileName);
  const text = await files.readText(file, limitBytes);
  if (!text.ok) return { profile: null, files: [], problems: [text.error] };
  if (text.value === null) return { profile: null, files: [], problems: [] };
  const profile = readProfile(text.value, profileName);
  return profile.ok
    ? { profile: profile.value, files: [file], problems: [] }
    : { profile: null, files: [file], problems: profile.error };
}

type ComposeTexts = {
  readonly paths: readonly string[];
  readonly texts: readonly string[];
  readonly workingDir: string;
  readonly warnings: readonly string[];
};

type Found = { readonly compose: ComposeTexts | null; readonly problems: readonly Problem[] };

/** Those the user named, else those the profile names, else COMPOSE_FILE, else what docker compose would find. */
async function findCompose(
  { files, machine }: LoadPorts,
  wish: LoadWish,
  profile: Profile | null,
): Promise<Found> {
  const named =
    wish.files ?? (profile !== null && profile.compose.length > 0 ? profile.compose : ofVariable(machine));
  const found =
    named.length > 0 ? await namedFiles(files, wish.dir, named) : await foundFiles(files, wish.dir);
  if (!found.ok) return { compose: null, problems: found.error };
  const { compose: paths, workingDir, warnings } = found.value;
  const texts = await Promise.all(paths.map((path) => files.readText(path, composeLimitBytes)));
  const problems = texts.flatMap((text) => (text.ok ? [] : [text.error]));
  const read = texts.map((text) => (text.ok ? (text.value ?? '') : ''));
  return problems.length > 0
    ? { compose: null, problems }
    : { compose: { paths, texts: read, workingDir, warnings }, problems: [] };
}

function ofVariable({ variables, platform }: LoadPorts['machine']): readonly string[] {
  const separator = variables['COMPOSE_PATH_SEPARATOR'] || (platform === 'win32' ? ';' : ':');
  return (variables['COMPOSE_FILE'] ?? '').split(separator).filter((name) => name !== '');
}

/** A secret without a value still stands in the model as its reference: the board shows what the missing key will complete. */
function interpolation(profile: Profile | null, config: Config): Readonly<Record<string, string>> {
  const missing = Object.entries(profile?.keys ?? {}).filter(
    ([name, rule]) => rule.secret && config.values[name] === undefined,
  );
  return { ...config.values, ...Object.fromEntries(missing.map(([name]) => [name, seal(name)])) };
}

async function composeModel(
  ports: LoadPorts,
  found: ComposeTexts,
  values: Readonly<Record<string, string>>,
  hasProfile: boolean,
): Promise<LoadedModel> {
  const { machine, files } = ports;
  const known = new Map<string, string | null>();
  for (;;) {
    const loaded = loadModel({
      files: found.paths.map((path, index) => ({ path, text: found.texts[index] ?? '' })),
      workingDir: found.workingDir,
      projectName: machine.variables['COMPOSE_PROJECT_NAME'] || null,
      values,
      hasProfile,
      profiles: activeProfiles(machine.variables['COMPOSE_PROFILES'] ?? ''),
      platform: machine.platform === 'win32' ? 'win32' : 'posix',
      homeDir: machine.homeDir,
      read: (path) => known.get(path),
    });
    if (loaded.wants.length === 0) return loaded;
    // The loader only computes: what it asked for is read here, and it begins again.
    for (const path of loaded.wants) {
      const text = await files.readText(path, limitBytes);
      known.set(path, text.ok ? text.value : null);
    }
  }
}

const activeProfiles = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function describeKeys(
  profile: Profile | null,
  { config, views }: Resolution,
  model: Loaded['model'],
): Pick<Loaded, 'keys' | 'secrets'> {
  const uses = model === null ? new Map<KeyName, readonly string[]>() : secretUses(model, config);
  return { keys: withUses(views, uses), secrets: profile === null ? [] : secretViews(profile, config, uses) };
}

function urlsOf(profile: Profile | null, config: Config): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(profile?.services ?? {}).flatMap(([name, rule]) => {
      const url =
        rule.url === null
          ? null
          : fillTemplate(rule.url, (key) =>
              config.keys[key]?.secret === true ? null : (config.values[key] ?? null),
            );
      return url === null ? [] : [[name, url] as const];
    }),
  );
}

/** Values of secrets, composed ones too: a URL with a password in it is redacted as a whole. */
function secretValues(
  profile: Profile | null,
  given: Readonly<Record<string, string>>,
  config: Config,
): Readonly<Record<KeyName, string>> {
  const names = Object.entries(profile?.keys ?? {}).flatMap(([name, rule]) => (rule.secret ? [name] : []));
  const own = Object.fromEntries(
    names.flatMap((name) => (given[name] ? [[name, given[name]] as const] : [])),
  );
  const composed = Object.values(config.keys).flatMap((key) => {
    if (!key.secret || key.text === null || key.origin !== 'composed') return [];
    return [[key.name, unseal(key.text, (name) => own[name] ?? '')] as const];
  });
  return { ...Object.fromEntries(composed), ...own };
}

export const nothingLoaded: Loaded = {
  model: null,
  profile: null,
  files: [],
  urls: {},
  keys: [],
  secrets: [],
  problems: [],
  warnings: [],
  values: {},
};
