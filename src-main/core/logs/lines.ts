/** A piece of output as an engine frames it: part of a line, or several. */
export type Piece = {
  readonly stream: 'stdout' | 'stderr';
  readonly at: number | null;
  readonly text: string;
};

/** A whole line without its line break. `lost`: characters left out at its end because it was too long. */
export type RawLine = Piece & { readonly lost: number };

/** What of each stream is not a whole line yet. */
export type Pending = Readonly<Record<Piece['stream'], Begun | null>>;

type Begun = { readonly at: number | null; readonly text: string; readonly lost: number };

export const nothingPending: Pending = { stdout: null, stderr: null };

/** Characters of a line that are shown. */
export const shownCharacters = 65_536;

// A secret that begins before the cut has to be whole when the line is redacted, so a line is kept a little longer than shown.
const keptCharacters = shownCharacters + 16_384;

/**
 * Splits output into lines, each stream for itself. A line may come in any number of pieces; of one longer than `keptCharacters`
 * the rest is counted, not kept, so that memory stays bounded. The time stamp is that of the line's first piece.
 */
export function splitPiece(
  pending: Pending,
  piece: Piece,
): { readonly lines: readonly RawLine[]; readonly pending: Pending } {
  const parts = piece.text.split('\n');
  const last = parts.pop() ?? '';
  const lines: RawLine[] = [];
  let begun = pending[piece.stream];
  for (const part of parts) {
    lines.push(whole(piece.stream, extend(begun, part, piece.at)));
    begun = null;
  }
  const rest = last === '' ? begun : extend(begun, last, piece.at);
  return { lines, pending: { ...pending, [piece.stream]: rest } };
}

/** The lines that had no line break when the output ended. */
export const endOfOutput = (pending: Pending): readonly RawLine[] =>
  (['stdout', 'stderr'] as const).flatMap((stream) => {
    const begun = pending[stream];
    return begun === null ? [] : [whole(stream, begun)];
  });

function extend(begun: Begun | null, text: string, at: number | null): Begun {
  const before = begun ?? { at, text: '', lost: 0 };
  const room = Math.max(0, keptCharacters - before.text.length);
  return {
    at: before.at,
    text: before.text + text.slice(0, room),
    lost: before.lost + Math.max(0, text.length - room),
  };
}

const whole = (stream: Piece['stream'], { at, text, lost }: Begun): RawLine => ({
  stream,
  at,
  text: text.endsWith('\r') ? text.slice(0, -1) : text,
  lost,
});
