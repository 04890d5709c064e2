import { substitute } from '../compose/template.ts';

export type Expansion =
  | { readonly ok: true; readonly text: string; readonly unset: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** The value of a variable; null: not set. */
export type Lookup = (name: string) => string | null;

/**
 * Replaces variables in the value of a `.env` line: the grammar is that of Compose's own templates. `unset`: names that were
 * not set and became empty. A fault does not repeat what stands there: it may be part of a secret.
 */
export function expand(template: string, lookup: Lookup): Expansion {
  const { text, unset, fault } = substitute(template, (name) => lookup(name) ?? undefined);
  if (fault === null) return { ok: true, text, unset };
  return {
    ok: false,
    message:
      fault.kind === 'required'
        ? `required variable ${fault.variable} is missing a value: ${fault.reason}`
        : 'Invalid template: a "${" without its "}", nested too deep, or with something unknown in it',
  };
}
