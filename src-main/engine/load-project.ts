import type { KeyName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { type Caution, cautions } from '../core/compose/cautions.ts';
import { loadModel } from '../core/compose/load.ts';
import type { LoadInput } from '../core/compose/load-input.ts';
import type { Config } from '../core/config/config.ts';
import { type Resolution, resolveConfig } from '../core/config/resolve.ts';
import { fillTemplate } from '../core/config/template.ts';
import { secretUses, secretViews, withUses } from '../core/config/uses.ts';
import type { Profile } from '../core/profile/profile.ts';
import { variableTexts } from '../core/plan/variable-texts.ts';
import { readProfile } from '../core/profile/read-profile.ts';
import { seal, sealedNamesIn, unseal } from '../core/secrets/sealed.ts';
import { composeScene } from './compose-scene.ts';
import { standardInput } from './find-files.ts';
import { loadWhole } from './load-whole.ts';
import type { Loaded, LoadWish } from './loaded.ts';
import { profileScene } from './profile-scene.ts';
import { readRequestTexts } from './read-request-texts.ts';
import { parallelFaults } from './setting-faults.ts';
import type { Scene, ScenePorts as LoadPorts, Settings } from './scene.ts';

const limitBytes = 1024 * 1024;
// The loader says so itself, with the file's name, when one is larger than it reads.
const composeLimitBytes = 2 * 1024 * 1024;
export const profileName = 'berth.yaml';

/** Files → profile → sources → config → model. All problems of all of them at once; nothing is asked of the engine. */
export async function loadProject(ports: LoadPorts, wish: LoadWish): Promise<Loaded> {
  const { files, machine } = ports;
  const read = await loadProfile(ports, wish);
  const { profile } = read;
  const scene = profile === null ? await composeScene(ports, wish) : await profileScene(ports, wish, profile);
  const resolution = resolveConfig({ profile, environment: wish.environment, sources: scene.sources });
  const texts = await readTexts(ports, wish, scene);
  const input = texts.ok ? loadInput(ports, scene, texts.value, profile, resolution.config) : null;
  const model = input === null ? null : await loadWhole(files, input, loadModel);
  const requested = await readRequestTexts(files, model?.model ?? null);
  const variables = variableTexts(model?.model ?? null, input?.values ?? {});
  return {
    ...describeKeys(profile, resolution, model?.model ?? null),
    model: model?.model ?? null,
    input,
    profile,
    files: [...read.files, ...(input?.files ?? []).map(({ path }) => path)],
    urls: urlsOf(profile, resolution.config),
    problems: [
      ...read.problems,
      ...scene.problems,
      ...parallelFaults(scene.settings.parallelLimit),
      ...(scene.keychainProblem !== null && resolution.unanswered.length > 0 ? [scene.keychainProblem] : []),
      ...resolution.problems,
      ...(texts.ok ? [] : texts.error),
      ...(model?.problems ?? []),
      ...forgedReferences(profile, model?.model ?? null),
      ...requested.problems,
    ],
    orphans: orphanRule(scene.settings),
    atOnce: positive(scene.settings.parallelLimit),
    texts: { ...requested.texts, ...variables.texts },
    warnings: [
      ...(profile === null && model?.model ? said(cautions(model.model, machine.homeDir)) : []),
      ...scene.warnings,
      ...foundWarnings(scene),
      ...resolution.warnings,
      ...(model?.warnings ?? []),
      ...variables.warnings,
    ],
    values: secretValues(profile, { ...machine.variables, ...scene.kept }, resolution.config),
  };
}

/**
 * A file can spell the characters of a reference by escapes, or bring them in another way than through the parser. Nothing but a
 * secret of the profile may be referred to: what else the environment holds would go into a container.
 */
function forgedReferences(profile: Profile | null, model: Loaded['model']): readonly Problem[] {
  return sealedNamesIn(model)
    .filter((name) => profile?.keys[name]?.secret !== true)
    .map((name) => ({
      kind: 'compose-invalid',
      message: `reserved characters stand around ${name} in a file of the project`,
      at: null,
      hint: 'Remove them. A secret is declared in berth.yaml and written as ${NAME}.',
    }));
}

/** With a profile guards apply in place of words. */
const said = (all: readonly Caution[]): readonly string[] =>
  all.map(({ service, message }) => `${service}: ${message}`);

const foundWarnings = ({ found }: Scene): readonly string[] => (found.ok ? found.value.warnings : []);

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

type Text = { readonly path: string; readonly text: string };

/** The texts of the Compose files in their order. Problems: of finding and of reading them, all at once. */
async function readTexts(
  { files }: LoadPorts,
  { compose = {} }: LoadWish,
  { found }: Scene,
): Promise<Result<readonly Text[], readonly Problem[]>> {
  if (!found.ok) return found;
  const texts = await Promise.all(
    found.value.compose.map(async (path) => {
      const text =
        path === standardInput ? ok(compose.input ?? '') : await files.readText(path, composeLimitBytes);
      return text.ok ? ok({ path, text: text.value ?? '' }) : text;
    }),
  );
  const problems = texts.flatMap((text) => (text.ok ? [] : [text.error]));
  return problems.length > 0 ? fail(problems) : ok(texts.flatMap((text) => (text.ok ? [text.value] : [])));
}

function loadInput(
  { machine }: LoadPorts,
  { found, projectName, profiles, settings }: Scene,
  files: readonly Text[],
  profile: Profile | null,
  config: Config,
): LoadInput {
  return {
    files,
    workingDir: found.ok ? found.value.workingDir : '',
    projectName,
    ...(settings.environmentFiles === null ? {} : { environmentFiles: settings.environmentFiles }),
    ...(settings.compatible ? { separator: '_' } : {}),
    values: interpolation(profile, config),
    hasProfile: profile !== null,
    profiles,
    platform: machine.platform === 'win32' ? 'win32' : 'posix',
    homeDir: machine.homeDir,
  };
}

/** A secret without a value still stands in the model as its reference: the board shows what the missing key will complete. */
function interpolation(profile: Profile | null, config: Config): Readonly<Record<string, string>> {
  const missing = Object.entries(profile?.keys ?? {}).filter(
    ([name, rule]) => rule.secret && config.values[name] === undefined,
  );
  return { ...config.values, ...Object.fromEntries(missing.map(([name]) => [name, seal(name)])) };
}

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

/** Anything below 1 means without a limit to docker compose 2.40; Berth then keeps its own. */
const positive = (limit: string | null): number | null => {
  const count = Number(limit ?? Number.NaN);
  return Number.isInteger(count) && count >= 1 ? count : null;
};

const orphanRule = ({ removesOrphans, ignoresOrphans }: Settings): Loaded['orphans'] => ({
  removes: removesOrphans,
  ignores: ignoresOrphans,
});

export const nothingLoaded: Loaded = {
  model: null,
  input: null,
  profile: null,
  files: [],
  urls: {},
  keys: [],
  secrets: [],
  problems: [],
  warnings: [],
  values: {},
  orphans: { removes: false, ignores: false },
  atOnce: null,
  texts: {},
};
