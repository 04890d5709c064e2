import type { Faults } from './faults.ts';
import type { Mark } from './source.ts';
import { textOfBase64 } from './base64.ts';
import { isTimestamp } from './timestamp.ts';
import type { ScalarTree } from './tree.ts';
import type { YamlScalar } from './yaml-node.ts';

/** What a scalar is, by its tag, its quotes and its text. A text that does not fit its tag is refused. */
export function resolveScalar({ text, tag, isPlain }: YamlScalar, at: Mark, faults: Faults): ScalarTree {
  if (tag === null && isPlain) return resolvePlain(text, at);
  if (tag === '!!binary') return binary(text, at, faults);
  const kind = tag === null ? undefined : taggedKinds.get(tag);
  // Quotes, `!!str` and tags that YAML does not define: Go's decoder keeps the text.
  if (kind === undefined) return { kind: 'text', at, value: text };
  const tree = resolvePlain(text, at);
  if (tree.kind === kind) return tree;
  if (tree.kind === 'int' && kind === 'float') return { kind, at, value: Number(tree.value) };
  faults.refuse(at, `the value does not fit its tag ${tag}`);
  return tree;
}

function binary(text: string, at: Mark, faults: Faults): ScalarTree {
  const decoded = textOfBase64(text);
  if (decoded === null) faults.refuse(at, 'the value of !!binary is not base64');
  return { kind: 'text', at, value: decoded ?? text };
}

const taggedKinds: ReadonlyMap<string, ScalarTree['kind']> = new Map([
  ['!!int', 'int'],
  ['!!float', 'float'],
  ['!!bool', 'bool'],
  ['!!null', 'null'],
  ['!!timestamp', 'time'],
]);

/**
 * What a plain (unquoted) scalar is, decided as Go's yaml.v3 does it, which Compose files are written for: YAML 1.2
 * booleans, but 1.1 octals (`0755`), binaries, underscores in numbers, and dates.
 */
export function resolvePlain(text: string, at: Mark): ScalarTree {
  const named = words.get(text);
  if (named !== undefined) return { ...named, at };
  const first = text.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  if (isDigit || first === 43 || first === 45) return numberOrDate(text, at);
  if (first === 46 && floatForm.test(text)) return { kind: 'float', at, value: Number(text) };
  return { kind: 'text', at, value: text };
}

type Word = { kind: 'bool'; value: boolean } | { kind: 'null' } | { kind: 'float'; value: number };

const words: ReadonlyMap<string, Word> = new Map<string, Word>([
  ...['true', 'True', 'TRUE'].map((word): [string, Word] => [word, { kind: 'bool', value: true }]),
  ...['false', 'False', 'FALSE'].map((word): [string, Word] => [word, { kind: 'bool', value: false }]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Word] => [word, { kind: 'null' }]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Word] => [word, { kind: 'float', value: Number.NaN }]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Word] => [
    word,
    { kind: 'float', value: Number.POSITIVE_INFINITY },
  ]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, Word] => [
    word,
    { kind: 'float', value: Number.NEGATIVE_INFINITY },
  ]),
]);

const floatForm = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const intForm = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
function numberOrDate(text: string, at: Mark): ScalarTree {
  if (isTimestamp(text)) return { kind: 'time', at, value: text };
  const digits = text.replaceAll('_', '');
  const whole = wholeNumber(digits);
  if (whole !== null) return { kind: 'int', at, value: whole };
  // Go's parser knows no number beyond the range of a float64.
  if (floatForm.test(digits) && Number.isFinite(Number(digits)))
    return { kind: 'float', at, value: Number(digits) };
  return { kind: 'text', at, value: text };
}

/** An integer of 64 bits, signed or not; null for anything else. */
function wholeNumber(text: string): number | bigint | null {
  const [, sign, hex, binary, octal, decimal] = intForm.exec(text) ?? [];
  if (sign === undefined) return null;
  const digits =
    decimal ?? (hex === undefined ? (binary === undefined ? `0o${octal}` : `0b${binary}`) : `0x${hex}`);
  const near = Number(digits);
  if (near > 2 ** 64) return null;
  if (near <= Number.MAX_SAFE_INTEGER) return sign === '-' ? -near || 0 : near;
  const exact = sign === '-' ? -BigInt(digits) : BigInt(digits);
  return exact >= -(2n ** 63n) && exact < 2n ** 64n ? exact : null;
}
