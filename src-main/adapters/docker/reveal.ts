import type { KeyName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Result } from '../../contract/result.ts';
import { fail, ok } from '../../contract/result.ts';
import { mapStrings, sealedNamesIn, unseal } from '../../core/secrets/sealed.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import type { Fault } from './fault.ts';

/** A request with the values in it. It lives for one call; nothing may keep, log or print it. */
export type Revealed<T> = { readonly value: T; readonly values: ReadonlyMap<KeyName, string> };

/** Replaces every sealed reference in a request. Problems: those of the secret source, e.g. secret-missing. */
export async function revealIn<T>(request: T, secrets: SecretSource): Promise<Result<Revealed<T>, Problem>> {
  const values = new Map<KeyName, string>();
  for (const name of sealedNamesIn(request)) {
    const value = await secrets.reveal(name);
    if (!value.ok) return value;
    values.set(name, value.value);
  }
  // A name that was not asked for cannot occur; the empty text is then what the engine gets, never the reference.
  const value =
    values.size === 0
      ? request
      : mapStrings(request, (text) => unseal(text, (name) => values.get(name) ?? ''));
  return ok({ value, values });
}

/**
 * The answer with values taken out of the engine's own words: it quotes what it refuses, e.g. an environment entry. Each value
 * is also looked for as Go (`%q`) and JSON quote it.
 */
export function hideIn<T>(answer: Result<T, Fault>, { values }: Revealed<unknown>): Result<T, Fault> {
  if (answer.ok || values.size === 0 || !('message' in answer.error)) return answer;
  const spellings = [...values].flatMap(([name, value]) =>
    [value, JSON.stringify(value).slice(1, -1)].filter((text) => text !== '').map((text) => ({ name, text })),
  );
  // Longest first: a value may be part of another.
  spellings.sort((a, b) => b.text.length - a.text.length);
  const hidden = spellings.reduce(
    (text, spelling) => text.replaceAll(spelling.text, () => `\${${spelling.name}}`),
    answer.error.message,
  );
  return fail({ ...answer.error, message: hidden });
}
