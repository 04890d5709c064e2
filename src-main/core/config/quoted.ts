/** The index of the quote that closes the one at `from`, not counting escaped ones; -1 when there is none. */
export function closingQuote(text: string, from: number, quote: '"' | "'"): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === quote) return at;
    if (text[at] === '\\') at += 1;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  // Left for the template, where it is a dollar sign that begins nothing.
  $: '$$',
};

/** The text of a double-quoted value with its escapes read; unknown escapes stay as written. */
export const unescapeDouble = (inner: string): string =>
  inner.replaceAll(/\\(?:0(\d{0,3})|([abfnrtv\\"$]))/gu, (_, digits: string | undefined, letter: string) =>
    digits === undefined ? (escapes[letter] ?? letter) : octal(digits),
  );

// Three octal digits after the zero are a byte; anything else only loses its zero.
function octal(digits: string): string {
  const code = /^[0-7]{3}$/u.test(digits) ? Number.parseInt(digits, 8) : 256;
  return code < 256 ? String.fromCharCode(code) : `\\${digits}`;
}
