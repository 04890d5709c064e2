/** Global options of `docker compose` 2.40 that take a value as the next word. */
const withValue: ReadonlySet<string> = new Set([
  '--ansi',
  '--env-file',
  '-f',
  '--file',
  '--parallel',
  '--profile',
  '--progress',
  '--project-directory',
  '-p',
  '--project-name',
]);

/** The verb among the words after `docker compose`: the first that is neither an option nor the value of one. '' if none. */
export function composeVerb(words: readonly string[]): string {
  const at = words.findIndex(
    (word, index) => !word.startsWith('-') && !withValue.has(words[index - 1] ?? ''),
  );
  return words[at] ?? '';
}
