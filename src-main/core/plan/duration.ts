const unitNs: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/** Nanoseconds of a Go duration string such as `1m30s`, `500ms` or `0s`; 0 for text that is none (the loader checked it). */
export function durationNs(text: string): number {
  let total = 0;
  for (const match of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h)/gu)) {
    total += Number(match[1]) * (unitNs[match[2] ?? ''] ?? 0);
  }
  return Math.round(text.startsWith('-') ? -total : total);
}

/** The same in milliseconds. */
export const durationMs = (text: string): number => durationNs(text) / 1e6;
