/** What to do with a link that leaves the window: open it, ask first, or do nothing. */
export type OutsideVerdict = 'open' | 'ask' | 'refuse';

const ownHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const lengthLimit = 2_048;

/**
 * A page on this machine (what the board's ports are) opens; any other page is asked for, with its address shown. Anything
 * that is not plain http or https is refused: other schemes start programs, and a name or password in a URL deceives.
 */
export function judgeOutside(text: string): OutsideVerdict {
  if (text.length > lengthLimit || !URL.canParse(text)) return 'refuse';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'refuse';
  if (url.username !== '' || url.password !== '') return 'refuse';
  return ownHosts.has(url.hostname) ? 'open' : 'ask';
}
