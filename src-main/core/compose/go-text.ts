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
