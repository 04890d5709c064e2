import type { Faults } from './faults.ts';
import { lastPart, type Platform } from './host-paths.ts';
import type { Parse } from './project-context.ts';
import type { Source } from './source.ts';
import { type Lookup, substitute } from './template.ts';
import { fieldOf, type Tree } from './tree.ts';

type NameInput = {
  /** From -p or COMPOSE_PROJECT_NAME; has to be well formed. */
  readonly given: string | null;
  readonly sources: readonly Source[];
  readonly workingDir: string;
  readonly platform: Platform;
  /** null: variables stay as they are written. */
  readonly lookup: Lookup | null;
  readonly parse: Parse;
  readonly faults: Faults;
};

/** The name of a project: the given one, else the last `name:` of its files, else that of its folder, put in form. */
export function projectName(input: NameInput): string {
  const { given, workingDir, platform, faults } = input;
  if (given !== null && given !== '') {
    if (wellFormed(given) !== given) {
      const form =
        'must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number';
      faults.refuse(null, `invalid project name ${JSON.stringify(given)}: ${form}`);
    }
    return given;
  }
  const name = wellFormed(lastName(input) ?? lastPart(workingDir, platform));
  if (name === '')
    faults.refuse(null, 'the project has no name', 'Add `name:` to the Compose file, or give one with -p.');
  return name;
}

const wellFormed = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '');

function lastName({ sources, lookup, parse }: NameInput): string | null {
  const names = sources.flatMap((source) => {
    const documents = source.text.includes('name') ? (parse(source) ?? []) : [];
    return documents.flatMap(({ root }) => nameIn(root, lookup));
  });
  return names.at(-1) ?? null;
}

/** A name that cannot be interpolated is refused with the rest of its file. */
function nameIn(root: Tree, lookup: Lookup | null): string[] {
  const field = fieldOf(root, 'name');
  if (field?.kind !== 'text' || field.value === '') return [];
  return [lookup === null ? field.value : substitute(field.value, lookup).text];
}
