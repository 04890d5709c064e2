const second = 1_000_000_000n;

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: second,
  m: 60n * second,
  h: 3_600n * second,
  d: 86_400n * second,
  w: 604_800n * second,
};

const whole = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|[smhdw]))+$/;
const longest = 256;
const part = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|[smhdw])/g;

/** A duration such as `1h30m` or `1.5s` in nanoseconds; null when it is none. */
export function readDuration(text: string): bigint | null {
  if (/^[-+]?0$/.test(text)) return 0n;
  if (text.length > longest || !whole.test(text)) return null;
  let sum = 0n;
  for (const [, digits = '', fraction = '', unit = ''] of text.matchAll(part)) {
    const size = units[unit] ?? 0n;
    sum +=
      BigInt(digits === '' ? 0 : digits) * size +
      (fraction === '' ? 0n : (BigInt(fraction) * size) / 10n ** BigInt(fraction.length));
  }
  if (sum >= 2n ** 63n) return null;
  return text.startsWith('-') ? -sum : sum;
}

/** Nanoseconds as Go prints a duration: `1m30s`, `36h0m0s`, `500ms`, `1µs`, `0s`. */
export function printDuration(nanoseconds: bigint): string {
  if (nanoseconds < 0n) return `-${printDuration(-nanoseconds)}`;
  if (nanoseconds === 0n) return '0s';
  for (const [unit, size, limit] of [
    ['ns', 1n, 1_000n],
    ['µs', 1_000n, 1_000_000n],
    ['ms', 1_000_000n, second],
  ] as const) {
    if (nanoseconds < limit) return `${decimal(nanoseconds, size)}${unit}`;
  }
  const minutes = nanoseconds / (60n * second);
  const seconds = `${decimal(nanoseconds % (60n * second), second)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(amount: bigint, size: bigint): string {
  const rest = amount % size;
  const digits = String(rest + size)
    .slice(1)
    .replace(/0+$/, '');
  return rest === 0n ? String(amount / size) : `${amount / size}.${digits}`;
}
