/** A piece of a line in one colour: an index of the 16 terminal colours, or none. */
export type Piece = { readonly text: string; readonly colour: number | null; readonly bold: boolean };

// Control sequences were cleaned before they came here; colours (SGR) are the only ones that stay.
const sequence = new RegExp(`${String.fromCharCode(27)}\\[([0-9;]*)m`, 'g');

/** Splits a line at its colour sequences. 256 and true colours fall back to the text's own colour. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let style: Omit<Piece, 'text'> = { colour: null, bold: false };
  let from = 0;
  for (const match of text.matchAll(sequence)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), ...style });
    style = afterCodes(style, match[1] ?? '');
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), ...style });
  return found;
}

function afterCodes(before: Omit<Piece, 'text'>, list: string): Omit<Piece, 'text'> {
  let style = before;
  const codes = list === '' ? [0] : list.split(';').map(Number);
  for (const code of codes) {
    // 38 and 48 carry a colour of their own in what follows.
    if (code === 38 || code === 48) return { ...style, colour: null };
    style = afterCode(style, code);
  }
  return style;
}

function afterCode(style: Omit<Piece, 'text'>, code: number): Omit<Piece, 'text'> {
  if (code === 0) return { colour: null, bold: false };
  if (code === 1) return { ...style, bold: true };
  if (code === 22) return { ...style, bold: false };
  if (code === 39) return { ...style, colour: null };
  if (code >= 30 && code <= 37) return { ...style, colour: code - 30 };
  return code >= 90 && code <= 97 ? { ...style, colour: code - 90 + 8 } : style;
}
