import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

// A value shorter than this is left alone: it would be found in ordinary words everywhere, which makes every text
// unreadable and, by where the marks stand, tells the value.
export const shortestRedacted = 4;

// The lines of a key are printed one by one; a shorter line is the tail of a key or a word like any other.
const shortestLine = 16;

/** The spellings under which a value can stand in a text: itself, base64, base64url, URL-encoded, hex and JSON-escaped. */
export function formsOf(value: string): ReadonlySet<string> {
  if (value.length < shortestRedacted) return new Set();
  const text = value.toWellFormed();
  const bytes = utf8ToBytes(text);
  const base64 = toBase64(bytes);
  const hex = bytesToHex(bytes);
  const json = JSON.stringify(text).slice(1, -1);
  return new Set([
    value,
    base64,
    base64.replace(/=+$/u, ''),
    toUrlAlphabet(base64),
    toUrlAlphabet(base64).replace(/=+$/u, ''),
    ...urlForms(text),
    hex,
    hex.toUpperCase(),
    json,
    json.replaceAll('/', '\\/'),
    asciiJson(json),
    ...linesOf(value),
  ]);
}

const toUrlAlphabet = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');

function urlForms(text: string): string[] {
  const url = encodeURIComponent(text);
  const strict = percent(url, /[!'()*]/gu);
  const field = percent(url, /[!'()~]/gu).replaceAll('%20', '+');
  const upper = [url, strict, strict.replaceAll('%20', '+'), field, encodeURI(text)];
  return [...upper, ...upper.map((form) => form.replaceAll(/%[0-9A-F]{2}/gu, (code) => code.toLowerCase()))];
}

const percent = (text: string, signs: RegExp): string =>
  text.replaceAll(signs, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const asciiJson = (json: string): string =>
  json.replaceAll(/\P{ASCII}/gu, (sign) =>
    [...Array(sign.length).keys()]
      .map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** The lines of a value of several lines, without the markers of a PEM block, which are no secret. */
const linesOf = (value: string): string[] =>
  value
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestLine && !line.startsWith('-----'));

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at] ?? 0, bytes[at + 1], bytes[at + 2]];
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const signs = [18, 12, 6, 0].map((shift) => base64Alphabet[(word >> shift) & 63] ?? '');
    if (c === undefined) signs[3] = '=';
    if (b === undefined) signs[2] = '=';
    parts.push(signs.join(''));
  }
  return parts.join('');
}
