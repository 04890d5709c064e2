const escape = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const c1 = (code: number): string => String.fromCharCode(code);

// ECMA-48 control sequences. Each alternative is bounded by characters that cannot begin another, so the time is linear.
//   ESC [ … final      (CSI; also as the one character U+009B)
//   ESC ] P X ^ _ …    (strings: title, clipboard, hyperlink), up to BEL, ESC \\ or U+009C, or the end where that is missing
//   ESC … final        (all other escapes)
//   and every control character by itself
const csi = `(?:${escape}\\[|${c1(0x9b)})[0-?]*[ -/]*(?:[@-~]|$)`;
const stringBegin = `(?:${escape}[\\]PX^_]|[${c1(0x90)}${c1(0x98)}${c1(0x9d)}-${c1(0x9f)}])`;
const stringEnd = `(?:${bell}|${escape}\\\\|${c1(0x9c)}|$|(?=${escape}))`;
const string = `${stringBegin}[^${bell}${escape}${c1(0x9c)}]*${stringEnd}`;
const other = `${escape}[ -/]*(?:[0-~]|$)`;
const control = new RegExp(`${csi}|${string}|${other}|\\p{Cc}`, 'gu');

/** Colours and weights: the only sequence that stays. At most 40 characters of digits, ";" and ":". */
const colour = `${escape}\\[[0-9;:]{0,40}m`;
const isColour = new RegExp(`^${colour}$`, 'u');
const colours = new RegExp(colour, 'gu');
const isReset = new RegExp(`^${escape}\\[0*m$`, 'u');

/** Characters that turn the direction of the text around them, so that it reads as something else. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text from a container, an image or an engine that is safe to show in a terminal and a window: control sequences are
 * taken out except colours, control characters too, and characters that turn the reading direction are made visible as
 * `<U+202E>`. Half characters become U+FFFD. Colours are closed at the end. What a progress bar overwrote with carriage
 * returns is left out.
 */
export function cleanText(text: string): string {
  const plain = lastOverwrite(text.toWellFormed())
    .replaceAll(control, (found) => (found === '\t' || isColour.test(found) ? found : ''))
    .replaceAll(bidi, (sign) => `<U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`);
  const last = plain.match(colours)?.at(-1) ?? null;
  return last === null || isReset.test(last) ? plain : `${plain}${escape}[0m`;
}

/** The same for a text of several lines. */
export const cleanLines = (text: string): string => text.split('\n').map(cleanText).join('\n');

/** `text` without its colours too: what levels and filters look at. */
export const withoutColours = (text: string): string => text.replaceAll(colours, '');

function lastOverwrite(text: string): string {
  if (!text.includes('\r')) return text;
  return text.split('\r').findLast((part) => part !== '') ?? '';
}
