import type { Faults } from './faults.ts';
import type { MapRule, Rule } from './schema-rule.ts';
import { spell, type Steps, step } from './steps.ts';
import { suggest } from './suggest.ts';
import {
  type Field,
  type ListTree,
  mapItems,
  type MapTree,
  mapTree,
  type ScalarTree,
  type Tree,
} from './tree.ts';

type Visit = { readonly faults: Faults; readonly damaged: Set<string> };

/**
 * Refuses everything in a merged file that is of a wrong type, out of bounds or unknown, each at its place. What is left is
 * the file without it, so that the phases after can look for more; `damaged` gets the parts that lost something, such as
 * `services.api`.
 */
export function validate(root: Tree, schema: Rule, faults: Faults, damaged: Set<string>): Tree {
  return check(root, schema, null, { faults, damaged }) ?? root;
}

function refuse(
  visit: Visit,
  tree: { at: Tree['at'] },
  steps: Steps,
  message: string,
  hint: string | null = null,
): void {
  const path = spell(steps);
  if (path.length > 1) visit.damaged.add(`${path[0]}.${path[1]}`);
  visit.faults.refuse(tree.at, path.length === 0 ? message : `${path.join('.')}: ${message}`, hint);
}

/** The tree, or what is left of it; undefined when nothing of it fits. */
function check(tree: Tree, rule: Rule, steps: Steps, visit: Visit): Tree | undefined {
  if (rule.any) return tree;
  if (tree.kind === 'map' && rule.map !== undefined) return checkMap(tree, rule.map, steps, visit);
  if (tree.kind === 'list' && rule.list !== undefined) return checkList(tree, rule.list, steps, visit);
  const complaint = complaintOf(tree, rule);
  if (complaint === null) return tree;
  refuse(visit, tree, steps, complaint);
  return undefined;
}

function complaintOf(tree: Tree, rule: Rule): string | null {
  switch (tree.kind) {
    case 'text':
      return rule.text === undefined ? mismatch(tree, rule) : textComplaint(tree.value, rule.text);
    case 'int':
      return rule.int === undefined ? mismatch(tree, rule) : boundsComplaint(Number(tree.value), rule.int);
    case 'float':
      if (rule.float) return null;
      return rule.int !== undefined && Number.isInteger(tree.value)
        ? boundsComplaint(tree.value, rule.int)
        : mismatch(tree, rule);
    case 'bool':
      return rule.bool ? null : mismatch(tree, rule);
    case 'null':
      return rule.null ? null : mismatch(tree, rule);
    default:
      return mismatch(tree, rule);
  }
}

function textComplaint(value: string, rule: NonNullable<Rule['text']>): string | null {
  if (rule.oneOf !== undefined && !rule.oneOf.includes(value)) {
    return `expected one of ${rule.oneOf.join(', ')}, found ${JSON.stringify(value)}`;
  }
  if (rule.pattern !== undefined && !rule.pattern.test(value)) {
    return `${JSON.stringify(value)} does not have the form ${rule.pattern.source}`;
  }
  return null;
}

function boundsComplaint(value: number, bounds: NonNullable<Rule['int']>): string | null {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  if (value >= min && value <= max) return null;
  return `expected a whole number ${bounds.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}, found ${value}`;
}

const mismatch = (tree: Tree, rule: Rule): string => `expected ${expected(rule)}, found ${found(tree)}`;

function expected(rule: Rule): string {
  const words = [
    rule.map && 'a mapping',
    rule.list && 'a list',
    rule.text && 'a text',
    rule.float ? 'a number' : rule.int && 'a whole number',
    rule.bool && 'true or false',
    rule.null && 'nothing',
  ].filter((word) => typeof word === 'string');
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? 'nothing');
}

function found(tree: Tree): string {
  const words: Record<Tree['kind'], string> = {
    map: 'a mapping',
    list: 'a list',
    text: 'the text',
    int: 'the number',
    float: 'the number',
    bool: 'the truth value',
    time: 'the date',
    null: 'nothing',
  };
  return 'value' in tree ? `${words[tree.kind]} ${printScalar(tree)}` : words[tree.kind];
}

const printScalar = (tree: ScalarTree & { value: unknown }): string =>
  tree.kind === 'text' ? JSON.stringify(tree.value) : String(tree.value);

function checkMap(tree: MapTree, rule: MapRule, steps: Steps, visit: Visit): MapTree {
  let kept: Map<string, Field> | null = null;
  for (const [key, field] of tree.fields) {
    const value = checkField(key, field, rule, steps, visit);
    if (value === field.value) continue;
    kept ??= new Map(tree.fields);
    if (value === undefined) kept.delete(key);
    else kept.set(key, { at: field.at, value });
  }
  for (const key of rule.required) {
    if (!tree.fields.has(key)) refuse(visit, tree, steps, `the key ${key} is missing`);
  }
  return kept === null ? tree : mapTree(tree.at, kept);
}

function checkField(key: string, field: Field, rule: MapRule, steps: Steps, visit: Visit): Tree | undefined {
  const own = Object.hasOwn(rule.fields, key) ? rule.fields[key] : undefined;
  if (own !== undefined) return check(field.value, own, step(steps, key), visit);
  if (rule.named?.pattern.test(key)) return check(field.value, rule.named.rule, step(steps, key), visit);
  if (rule.isOpen || (rule.hasExtensions && key.startsWith('x-'))) return field.value;
  refuseKey(key, field, rule, steps, visit);
  return undefined;
}

function refuseKey(key: string, field: Field, rule: MapRule, steps: Steps, visit: Visit): void {
  if (visit.faults.isFull) return;
  if (rule.named !== null) {
    refuse(visit, field, steps, `${JSON.stringify(key)} is no name: expected ${rule.named.pattern.source}`);
    return;
  }
  const hint = suggest(key, Object.keys(rule.fields));
  refuse(visit, field, steps, `${JSON.stringify(key)} is not a key that Compose knows here`, hint);
}

function checkList(tree: ListTree, rule: NonNullable<Rule['list']>, steps: Steps, visit: Visit): ListTree {
  const seen = new Map<string, number>();
  return mapItems(tree, (item, index) => {
    const kept = check(item, rule.of, step(steps, String(index)), visit);
    if (kept !== undefined && rule.isUnique) refuseEqual(item, index, seen, steps, visit);
    return kept;
  });
}

function refuseEqual(item: Tree, index: number, seen: Map<string, number>, steps: Steps, visit: Visit): void {
  const key = JSON.stringify(comparable(item));
  const earlier = seen.get(key);
  if (earlier === undefined) seen.set(key, index);
  else refuse(visit, item, steps, `the items ${earlier} and ${index} are equal`, 'Keep one of them.');
}

function comparable(tree: Tree): unknown {
  if (tree.kind === 'list') return tree.items.map(comparable);
  if (tree.kind === 'map') {
    return [...tree.fields]
      .map(([key, field]) => [key, comparable(field.value)])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  }
  if (tree.kind === 'null') return null;
  return tree.kind === 'text' ? tree.value : [tree.kind === 'float' ? 'int' : tree.kind, String(tree.value)];
}
