const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The text that a base64 text holds as UTF-8, U+FFFD for each byte that is none; line breaks do not count. null: it is not base64. */
export function textOfBase64(text: string): string | null {
  const digits = text.replaceAll(/[\r\n]/g, '');
  if (!form.test(digits)) return null;
  const bytes: number[] = [];
  let bits = 0;
  let width = 0;
  for (const digit of digits.replace(/=+$/, '')) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    bytes.push((bits >> width) & 0xff);
  }
  return textOfBytes(bytes);
}

function textOfBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = codePointAt(bytes, at);
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

/** The least code point of each length: what a shorter form could hold is no UTF-8. */
const least = [0, 0, 0x80, 0x800, 0x10000];

function codePointAt(
  bytes: readonly number[],
  at: number,
): { readonly code: number; readonly length: number } {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first >> 5 === 6 ? 2 : first >> 4 === 14 ? 3 : first >> 3 === 30 ? 4 : 0;
  const rest = bytes.slice(at + 1, at + length);
  const isWhole = length > 0 && rest.length === length - 1 && rest.every((byte) => byte >> 6 === 2);
  const head = length === 1 ? first : first & (0xff >> (length + 1));
  const code = rest.reduce((sum, byte) => sum * 64 + (byte & 63), head);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  const isCode = isWhole && code >= (least[length] ?? 0) && code <= 0x10ffff && !isSurrogate;
  return isCode ? { code, length } : { code: 0xfffd, length: 1 };
}
