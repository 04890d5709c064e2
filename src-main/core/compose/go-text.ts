import { byCodePoint } from './key-order.ts';
import type { Faults } from './faults.ts';
import type { Tree } from './tree.ts';

/** A number as Go's `%v` prints a float64: the fewest digits that read back, with an exponent below 1e-4 and from 1e6 on. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 6)) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** What a scalar becomes where compose wants a text: null for what is no scalar, or a date. */
export function scalarText(tree: Tree): string | null {
  switch (tree.kind) {
    case 'text':
      return tree.value;
    case 'int':
    case 'bool':
      return String(tree.value);
    case 'float':
      return floatText(tree.value);
    default:
      return null;
  }
}

/** Any tree as Go's `%v` prints it: mappings sorted by key. */
export function goText(tree: Tree): string {
  if (tree.kind === 'map') {
    const fields = [...tree.fields].sort(([a], [b]) => byCodePoint(a, b));
    return `map[${fields.map(([key, { value }]) => `${key}:${goText(value)}`).join(' ')}]`;
  }
  if (tree.kind === 'list') return `[${tree.items.map(goText).join(' ')}]`;
  return scalarText(tree) ?? (tree.kind === 'time' ? tree.value : '<nil>');
}

/** A decimal number as Go's strconv.ParseFloat takes it, underscores between digits included; null for anything else. */
export function readFloat(text: string): number | null {
  const plain = text.replaceAll(/(?<=\d)_(?=\d)/g, '');
  const value = /^[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  y: true,
  yes: true,
  on: true,
  false: false,
  n: false,
  no: false,
  off: false,
};

/** A truth value written as a text; the words of YAML 1.1 are taken with a warning. null for anything else. */
export function readTruth(text: string, faults: Faults): boolean | null {
  const lower = text.toLowerCase();
  if (!Object.hasOwn(truths, lower)) return null;
  const value = truths[lower] === true;
  if (lower !== 'true' && lower !== 'false') {
    faults.warn(`"${text}" for boolean is not supported by YAML 1.2, please use \`${value}\``);
  }
  return value;
}
