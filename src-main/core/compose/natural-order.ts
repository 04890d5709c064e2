const letter = /^\p{L}$/u;
const digit = /^\p{Nd}$/u;

/** The order in which Go's yaml.v3 prints the keys of a mapping: runs of digits by their number, letters after other signs. */
export function byNaturalOrder(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const at = left.findIndex((char, index) => char !== right[index]);
  if (at < 0 || at >= right.length) return left.length - right.length;
  return isBefore(left, right, at) ? -1 : 1;
}

function isBefore(left: readonly string[], right: readonly string[], at: number): boolean {
  const [a = '', b = ''] = [left[at], right[at]];
  const [isLetterA, isLetterB] = [letter.test(a), letter.test(b)];
  if (isLetterA && isLetterB) return codeOf(a) < codeOf(b);
  if (isLetterA || isLetterB) return digit.test(left[at - 1] ?? '') ? isLetterA : isLetterB;
  const first = a === '0' || b === '0' ? firstDigit(left, at) : 0n;
  const [x, y] = [numberAt(left, at, first), numberAt(right, at, first)];
  if (x.value !== y.value) return x.value < y.value;
  if (x.end !== y.end) return x.end < y.end;
  return codeOf(a) < codeOf(b);
}

const codeOf = (char: string): number => char.codePointAt(0) ?? 0;

/** 1 where the run of digits before `at` holds one that counts: zeros that follow it are no leading ones. */
function firstDigit(chars: readonly string[], at: number): bigint {
  for (let before = at - 1; before >= 0 && digit.test(chars[before] ?? ''); before -= 1)
    if (chars[before] !== '0') return 1n;
  return 0n;
}

function numberAt(chars: readonly string[], at: number, first: bigint): { value: bigint; end: number } {
  let value = first;
  let end = at;
  for (; digit.test(chars[end] ?? ''); end += 1)
    value = BigInt.asIntN(64, value * 10n + BigInt(codeOf(chars[end] ?? '0') - 48));
  return { value, end };
}
