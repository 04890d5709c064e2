/** What may be asked of a resolved project: the whole model, or names and hashes, one a line. */
export const configSubjects = [
  'model',
  'services',
  'images',
  'volumes',
  'networks',
  'models',
  'profiles',
  'variables',
  'hash',
  'values',
] as const;

/** written: as in the files · pinned: by digest, which registries are asked for · lock: only images, by digest. */
export const imageForms = ['written', 'pinned', 'lock'] as const;

export type ImageForm = (typeof imageForms)[number];

export type ConfigSubject = (typeof configSubjects)[number];

/** One question of `berth config`; the answer is what `docker compose config` prints. No question reveals a secret. */
export type ConfigQuestion = {
  readonly subject: ConfigSubject;
  /** Of `model` and `variables`; names and hashes are lines in both. null: yaml for the model, a table of variables. */
  readonly format: 'yaml' | 'json' | null;
  /** False: the model with its variables as they are written. */
  readonly interpolates: boolean;
  /** Of the model: false leaves out what is only implied, such as the default network. */
  readonly normalises: boolean;
  /** Of the model: false takes one whose parts do not fit together. */
  readonly checks: boolean;
  /** Of the model: false leaves paths relative to the project folder. */
  readonly resolvesPaths: boolean;
  /** Of the model: images as they are written, by digest, or by digest and nothing else. */
  readonly images: ImageForm;
  /** For `hash` these alone; for `model` these and what they depend on. Empty: all services that are on. */
  readonly services: readonly string[];
};

/** The resolved model as YAML: what is asked where nothing else is. */
export const wholeModel: ConfigQuestion = {
  subject: 'model',
  format: null,
  interpolates: true,
  normalises: true,
  checks: true,
  resolvesPaths: true,
  images: 'written',
  services: [],
};
