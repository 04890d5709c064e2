import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const goodCopyOf = (file: string): string => file.replace(/\.json$/u, '.last-good.json');

/** Whether a settings file can be read, or is not there yet. */
export const isSound = (file: string): boolean => !existsSync(file) || isObject(readFileSync(file, 'utf8'));

/** Keeps what was just written, if it is whole. The copy is replaced in one step, so that it is whole itself. */
export function keepGoodCopy(file: string): void {
  const text = readFileSync(file, 'utf8');
  if (!isObject(text)) return;
  const beside = `${goodCopyOf(file)}.${process.pid}`;
  writeFileSync(beside, text, { mode: 0o600 });
  renameSync(beside, goodCopyOf(file));
}

/** Sets a damaged file aside, puts its last good copy in its place where there is one, and returns the name it was kept under. */
export function restoreGoodCopy(file: string): string {
  const keptAs = freeName(file);
  renameSync(file, keptAs);
  const copy = goodCopyOf(file);
  const text = existsSync(copy) ? readFileSync(copy, 'utf8') : '';
  if (isObject(text)) writeFileSync(file, text, { mode: 0o600 });
  return keptAs;
}

function freeName(file: string): string {
  let number = 1;
  while (existsSync(damagedName(file, number))) number += 1;
  return damagedName(file, number);
}

const damagedName = (file: string, number: number): string =>
  file.replace(/\.json$/u, `.damaged-${number}.json`);

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}
