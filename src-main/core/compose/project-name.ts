import type { Faults } from './faults.ts';
import { interpolate } from './interpolate.ts';
import { lastPart, type Platform } from './host-paths.ts';
import { parseDocuments } from './parse.ts';
import type { Source } from './source.ts';
import type { Lookup } from './template.ts';
import { fieldOf, textOf, type Tree } from './tree.ts';

type NameInput = {
  /** From -p or COMPOSE_PROJECT_NAME; has to be well formed. */
  readonly given: string | null;
  readonly sources: readonly Source[];
  readonly workingDir: string;
  readonly platform: Platform;
  readonly lookup: Lookup;
  readonly faults: Faults;
};

/** The name of a project: the given one, else the last `name:` of its files, else that of its folder, put in form. */
export function projectName({ given, sources, workingDir, platform, lookup, faults }: NameInput): string {
  if (given !== null && given !== '') {
    if (wellFormed(given) !== given) {
      const form =
        'must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number';
      faults.refuse(null, `invalid project name ${JSON.stringify(given)}: ${form}`);
    }
    return given;
  }
  const name = wellFormed(lastName(sources, lookup, faults) ?? lastPart(workingDir, platform));
  if (name === '')
    faults.refuse(null, 'the project has no name', 'Add `name:` to the Compose file, or give one with -p.');
  return name;
}

const wellFormed = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '');

function lastName(sources: readonly Source[], lookup: Lookup, faults: Faults): string | null {
  const quiet: Faults = {
    ...faults,
    problems: [],
    warnings: [],
    isFull: true,
    refuse: () => undefined,
    warn: () => undefined,
  };
  const names = sources.flatMap((source) => {
    const documents = source.text.includes('name') ? (parseDocuments(source, quiet) ?? []) : [];
    return documents.flatMap(({ root }) => nameIn(root, lookup, quiet));
  });
  return names.at(-1) ?? null;
}

function nameIn(root: Tree, lookup: Lookup, faults: Faults): string[] {
  const field = fieldOf(root, 'name');
  const name = field === undefined ? undefined : interpolate(field, { lookup, faults, hint: null });
  return name?.kind === 'text' && textOf(field) !== '' ? [name.value] : [];
}
