import { z } from 'zod';

/** A key that bundles may be signed with: who it was said to be of when it was trusted. */
export type KnownKey = {
  readonly name: string;
  /** 32 hex digits, see `BundleHead`. */
  readonly id: string;
};

const keys = z.array(z.object({ name: z.string(), id: z.string().regex(/^[0-9a-f]{32}$/) }).strict());

/** The keys that a text holds; null: it is none of these. */
export function parseKeys(text: string): readonly KnownKey[] | null {
  try {
    const parsed = keys.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export const printKeys = (known: readonly KnownKey[]): string => `${JSON.stringify(known, null, 2)}\n`;

export type Trust =
  | { readonly is: 'known' | 'unknown' }
  /** The name is known with another key. */
  | { readonly is: 'changed'; readonly expected: string };

/** A key counts by itself, whatever name comes with it; a name that is known has its key, and no other. */
export function trustOf(known: readonly KnownKey[], { name, id }: KnownKey): Trust {
  if (known.some((key) => key.id === id)) return { is: 'known' };
  const named = known.find((key) => key.name === name);
  return named === undefined ? { is: 'unknown' } : { is: 'changed', expected: named.id };
}
