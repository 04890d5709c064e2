/**
 * The folder of `--project DIR` on the app's own command line; null without one. Only the words after the app itself count:
 * whatever Electron or a system's link handler puts there under another name is ignored.
 */
export function projectArgument(words: readonly string[]): string | null {
  const at = words.indexOf('--project');
  const dir = at < 0 ? undefined : words[at + 1];
  return dir === undefined || dir === '' || dir.startsWith('-') ? null : dir;
}
