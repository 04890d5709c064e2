import type { KeyName } from '../contract/names.ts';
import { composeInput, composeText, doubled } from '../core/compose/compose-input.ts';
import type { Model } from '../core/compose/model.ts';
import { type PhysicalVolumes } from '../core/plan/mounts.ts';
import { mapStrings, printSealed, unseal } from '../core/secrets/sealed.ts';
import type { ComposeHandover } from './desk.ts';
import type { LoadWish } from './loaded.ts';

/** Verbs of docker compose that read the model; all others find the project by its labels. */
const modelVerbs: ReadonlySet<string> = new Set([
  'build',
  'config',
  'convert',
  'create',
  'pull',
  'push',
  'restart',
  'run',
  'scale',
  'start',
  'up',
  'watch',
]);

// Those that only print it get names in place of values.
const printVerbs: ReadonlySet<string> = new Set(['config', 'convert']);

export const readsModel = (verb: string): boolean => modelVerbs.has(verb);

export type HandoverInput = {
  readonly model: Model;
  readonly verb: string;
  readonly physical: PhysicalVolumes;
  readonly values: Readonly<Record<KeyName, string>>;
};

/**
 * The resolved model as `docker compose -f -` reads it. A generation after the first is handed over as an external volume:
 * compose then neither asks about its labels nor removes it with `down -v`. Every `$` is doubled against interpolation.
 */
export function modelForCompose({ model, verb, physical, values }: HandoverInput): string {
  const volumes = Object.fromEntries(
    Object.entries(model.volumes).map(([key, volume]) => {
      const moved = Object.hasOwn(physical, key) ? physical[key] : undefined;
      return [key, moved === undefined || moved === volume.name ? volume : { name: moved, external: true }];
    }),
  );
  const open = printVerbs.has(verb)
    ? printSealed
    : (text: string): string => unseal(text, (key) => values[key] ?? '');
  return composeText(doubled(mapStrings(composeInput({ ...model, volumes }), open)));
}

export const composeArguments = (model: Model, verb: string): readonly string[] => [
  'compose',
  '-p',
  model.name,
  '--project-directory',
  model.workingDir,
  ...(model.separator === undefined ? [] : ['--compatibility']),
  ...(readsModel(verb) ? ['-f', '-'] : []),
];

/** Without a profile docker compose reads the files itself: it is given the options that Berth was given. */
export function plainHandover({ files, compose = {} }: LoadWish): Omit<ComposeHandover, 'docker'> {
  const each = (option: string, values: readonly string[] = []): readonly string[] =>
    values.flatMap((value) => [option, value]);
  const one = (option: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [option, value];
  return {
    arguments: [
      'compose',
      ...each('-f', files ?? []),
      ...one('-p', compose.projectName),
      ...each('--profile', compose.profiles),
      ...each('--env-file', compose.envFiles),
      ...one('--project-directory', compose.projectDirectory),
      ...(compose.compatibility === true ? ['--compatibility'] : []),
    ],
    stdin: compose.input ?? null,
  };
}
