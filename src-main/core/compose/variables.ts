import { collectFaults } from './faults.ts';
import { parseDocuments } from './parse.ts';
import type { Source } from './source.ts';
import { expressionsIn } from './template.ts';
import type { Tree } from './tree.ts';

/** A variable that the files of a project name. `fallback` and `alternative` are templates as they are written. */
export type VariableUse = {
  readonly name: string;
  /** True: without a value the project does not load. */
  readonly isRequired: boolean;
  readonly fallback: string;
  readonly alternative: string;
};

/** Every variable that a value in the texts refers to, sorted by name: `config --variables`. Faults of the texts are not told. */
export function variablesIn(sources: readonly Source[]): readonly VariableUse[] {
  const uses = new Map<string, VariableUse>();
  for (const source of sources) {
    for (const { root } of parseDocuments(source, collectFaults()) ?? []) gather(root, uses);
  }
  return [...uses.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function gather(tree: Tree, uses: Map<string, VariableUse>): void {
  if (tree.kind === 'map') for (const { value } of tree.fields.values()) gather(value, uses);
  if (tree.kind === 'list') for (const item of tree.items) gather(item, uses);
  if (tree.kind === 'text') gatherText(tree.value, uses, 0);
}

const maxDepth = 32;

function gatherText(text: string, uses: Map<string, VariableUse>, depth: number): void {
  if (depth > maxDepth) return;
  for (const { variable, operator, word } of expressionsIn(text)) {
    const known = uses.get(variable);
    uses.set(variable, {
      name: variable,
      isRequired: known?.isRequired === true || operator?.endsWith('?') === true,
      fallback: known?.fallback || (operator?.endsWith('-') === true ? word : ''),
      alternative: known?.alternative || (operator?.endsWith('+') === true ? word : ''),
    });
    gatherText(word, uses, depth + 1);
  }
}
