import { type Cast, casts } from './casts.ts';
import type { Faults } from './faults.ts';
import { readFloat, readTruth } from './go-text.ts';
import { below, type PathTable } from './path-table.ts';
import { spell, type Steps, step } from './steps.ts';
import { type Lookup, substitute, type TemplateFault } from './template.ts';
import { mapFields, mapItems, type ScalarTree, type Tree } from './tree.ts';

export type Interpolation = {
  readonly lookup: Lookup;
  readonly faults: Faults;
  /** Where a variable that is not set could be given a value; null: say nothing. */
  readonly hint: string | null;
};

/** Every text value of a file with its variables replaced, and cast where its path asks for another type. Keys are left alone. */
export function interpolate(tree: Tree, how: Interpolation): Tree {
  return visit(tree, null, casts, how);
}

function visit(tree: Tree, steps: Steps, rules: PathTable<Cast> | null, how: Interpolation): Tree {
  switch (tree.kind) {
    case 'map':
      return mapFields(tree, (value, key) => visit(value, step(steps, key), below(rules, key), how));
    case 'list':
      return mapItems(tree, (item) => visit(item, step(steps, '[]'), below(rules, '[]'), how));
    case 'text':
      return visitText(tree, steps, rules?.rule ?? null, how);
    default:
      return tree;
  }
}

function visitText(
  tree: ScalarTree & { kind: 'text' },
  steps: Steps,
  cast: Cast | null,
  how: Interpolation,
): Tree {
  if (cast === null && !tree.value.includes('$')) return tree;
  const { text, unset, fault } = substitute(tree.value, how.lookup);
  for (const name of unset)
    how.faults.warn(`The "${name}" variable is not set. Defaulting to a blank string.`);
  if (fault !== null) {
    how.faults.refuse(tree.at, `${spell(steps).join('.')}: ${faultText(fault)}`, faultHint(fault, how.hint));
    return tree;
  }
  if (cast === null) return text === tree.value ? tree : { ...tree, value: text };
  return castText(tree, text, steps, cast, how.faults);
}

/** What is wrong with a template, in words. */
export function faultText(fault: TemplateFault): string {
  if (fault.kind === 'malformed')
    return `the variable expression in ${JSON.stringify(fault.template)} is malformed`;
  const reason = fault.reason === '' ? '' : `: ${fault.reason}`;
  return `required variable ${fault.variable} is missing a value${reason}`;
}

function faultHint(fault: TemplateFault, hint: string | null): string | null {
  return fault.kind === 'malformed' ? 'Write $$ for a dollar sign that starts no variable.' : hint;
}

function castText(tree: ScalarTree, text: string, steps: Steps, cast: Cast, faults: Faults): Tree {
  const castBy = { int: castInt, float: castFloat, bool: castBool }[cast];
  const made = castBy(tree, text, faults);
  if (made !== null) return made;
  const expected = { int: 'a whole number', float: 'a number', bool: 'true or false' }[cast];
  faults.refuse(tree.at, `${spell(steps).join('.')}: expected ${expected}, found ${JSON.stringify(text)}`);
  // Something of the right type, so that nothing else is said about it.
  return cast === 'bool'
    ? { kind: 'bool', at: tree.at, value: false }
    : { kind: cast, at: tree.at, value: 0 };
}

function castInt({ at }: ScalarTree, text: string): Tree | null {
  if (!/^[-+]?[0-9]+$/.test(text)) return null;
  const near = Number(text);
  if (text.length > 32) return null;
  if (Number.isSafeInteger(near)) return { kind: 'int', at, value: near || 0 };
  const exact = BigInt(text.replace('+', ''));
  return exact >= -(2n ** 63n) && exact < 2n ** 63n ? { kind: 'int', at, value: exact } : null;
}

function castFloat({ at }: ScalarTree, text: string): Tree | null {
  const value = readFloat(text);
  return value === null ? null : { kind: 'float', at, value };
}

function castBool({ at }: ScalarTree, text: string, faults: Faults): Tree | null {
  const value = readTruth(text, faults);
  return value === null ? null : { kind: 'bool', at, value };
}
