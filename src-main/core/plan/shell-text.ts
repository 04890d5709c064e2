/** Words as one types them into a POSIX shell. A reference to a secret stays open to expansion. */
export const shellText = (words: readonly string[]): string => words.map(quote).join(' ');

function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
