import { readFloat } from './go-text.ts';

const units: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };
const form = /^([-+.\d_e]*[\d.]) ?([a-z]*)$/i;

/** Bytes of a text such as `64m`, `1.5 GB` or `10MiB` (all 1024-based), rounded down; null when it is none. */
export function readByteSize(text: string): number | null {
  const [, number, unit = ''] = form.exec(text) ?? [];
  const value = readFloat(number ?? '');
  if (value === null || value < 0) return null;
  const power = unit === '' || unit.toLowerCase() === 'b' ? 0 : powerOf(unit.toLowerCase());
  return power === null ? null : Math.trunc(value * 1024 ** power);
}

function powerOf(unit: string): number | null {
  const rest = unit.slice(1);
  return rest === '' || rest === 'b' || rest === 'ib' ? (units[unit.charAt(0)] ?? null) : null;
}
