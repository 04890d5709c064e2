import { createHash } from 'node:crypto';

// Windows keeps at most 2,560 bytes in one credential, and keytar does not look. A longer value is kept in parts; the entry
// itself then names their number and the checksum of the whole.
const limitBytes = 2400;
const mark = 'berth:parts:1:';

export type Entry = { readonly account: string; readonly value: string };

/** What an entry that is kept in parts says about them. */
export type Head = { readonly count: number; readonly checksum: string };

/** The entries that hold a value: the parts in their order, then the entry itself. */
export function entriesFor(
  account: string,
  value: string,
): { readonly parts: readonly Entry[]; readonly head: Entry } {
  const whole = Buffer.byteLength(value) <= limitBytes && !value.startsWith(mark);
  if (whole) return { parts: [], head: { account, value } };
  const pieces = split(value);
  const head: Head = { count: pieces.length, checksum: checksumOf(value) };
  return {
    parts: pieces.map((piece, index) => ({
      account: partAccounts(account, head)[index] ?? '',
      value: piece,
    })),
    head: { account, value: `${mark}${head.count}:${head.checksum}` },
  };
}

/** What an entry says about its parts; null: it is the value itself. */
export function headOf(text: string): Head | null {
  const match = text.startsWith(mark) ? /^(\d{1,4}):([0-9a-f]{64})$/u.exec(text.slice(mark.length)) : null;
  return match === null ? null : { count: Number(match[1]), checksum: match[2] ?? '' };
}

/** The accounts of the parts. They bear the checksum, so that a value being replaced never mixes with its successor. */
export const partAccounts = (account: string, { count, checksum }: Head): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${account}#${checksum.slice(0, 16)}.${index + 1}`);

/** The value of the parts; null: one is missing or damaged. */
export function joinParts(parts: readonly (string | null)[], { checksum }: Head): string | null {
  const value = parts.every((part) => part !== null) ? parts.join('') : null;
  return value !== null && checksumOf(value) === checksum ? value : null;
}

const checksumOf = (value: string): string => createHash('sha256').update(value).digest('hex');

/** Pieces of at most `limitBytes` bytes of UTF-8, never through a character. */
function split(value: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const character of value) {
    const size = Buffer.byteLength(character);
    if (bytes + size > limitBytes) {
      pieces.push(piece);
      piece = '';
      bytes = 0;
    }
    piece += character;
    bytes += size;
  }
  return [...pieces, piece];
}
