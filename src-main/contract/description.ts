/** A problem in words: what is wrong, the facts, and the next step. One text for window, CLI and log. */
export type Description = { readonly title: string; readonly detail: string; readonly remedy: string | null };

/** Words of a list that may be empty. */
export const list = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.join(', '));

/** What a container wrote at its end. */
export const tail = (log: readonly string[]): string =>
  log.length === 0 ? 'It wrote nothing.' : log.join('\n');
