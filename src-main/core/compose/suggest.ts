import { nearestName } from '../nearest-name.ts';

/** The known word that was probably meant, as a hint; null when there is none, or when it would take long to find. */
export function suggest(name: string, known: readonly string[]): string | null {
  if (name.length > 64 || known.length > 2_000) return null;
  const near = nearestName(name, known);
  return near === null ? null : `Did you mean ${near}?`;
}
