// SGR (colours), then C0, DEL and C1 without tab and newline, then marks that turn the direction of text.
const active =
  /\u001b\[[0-9;:]*m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text as it may go to a terminal: only colours act (and only where colours are wanted); every other control character
 * stands as its escape, so that no service, name or file can move the cursor, set a title or turn text around.
 */
export function visible(text: string, colours: boolean): string {
  let coloured = false;
  const shown = text.replaceAll(active, (found) => {
    if (!found.endsWith('m') || found.length === 1) return found === '\r' ? '' : escaped(found);
    coloured = colours;
    return colours ? found : '';
  });
  return coloured ? `${shown}\u001b[0m` : shown;
}

const escaped = (character: string): string => {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : unicode(character);
};

/** The same for a text that is JSON, which then says the same as before: JSON itself escapes C0 alone. */
export const visibleJson = (json: string): string =>
  json.replaceAll(/[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, unicode);

const unicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
