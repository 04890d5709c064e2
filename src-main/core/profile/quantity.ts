const units: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

export const sizeExpected = `a size such as 4GiB (units: ${Object.keys(units).join(', ')})`;
export const versionExpected = 'a lowest version such as >=24 or >=24.0.7';

/** Bytes of a size such as `4GiB` or `1.5 GB`; null when it is not one. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?([KMGT]i?B|B)$/u.exec(text.trim());
  const unit = units[match?.[2] ?? ''];
  return match === null || unit === undefined ? null : Math.round(Number(match[1]) * unit);
}

/** A size as a person reads it, in binary units: `3.9 GiB`. */
export function printSize(bytes: number): string {
  const [unit, size] = [
    ['TiB', 1024 ** 4] as const,
    ['GiB', 1024 ** 3] as const,
    ['MiB', 1024 ** 2] as const,
    ['KiB', 1024] as const,
  ].find(([, size]) => bytes >= size) ?? ['B', 1];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}

/** The numbers of a lowest version `>=24.0.7`; null when it is not one. */
export function parseLowestVersion(text: string): readonly number[] | null {
  const match = /^>=\s*v?(\d+(?:\.\d+){0,3})$/u.exec(text.trim());
  return match === null ? null : (match[1] ?? '').split('.').map(Number);
}

/** Whether a version such as `28.5.2+dfsg4` is at least `lowest`; what follows the numbers is not looked at. */
export function versionIsAtLeast(version: string, lowest: readonly number[]): boolean {
  const found = (/^v?(\d+(?:\.\d+)*)/u.exec(version)?.[1] ?? '').split('.').map(Number);
  for (const [index, wanted] of lowest.entries()) {
    const part = found[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
