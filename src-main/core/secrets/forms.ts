import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

// A value shorter than this is left alone: it would be found in ordinary words everywhere, which makes every text
// unreadable and, by where the marks stand, tells the value.
export const shortestRedacted = 4;

// The lines of a key are printed one by one; a shorter line is the tail of a key or a word like any other.
const shortestLine = 16;

// The part of a value that base64 of a longer text shares with it: a shorter one would be found in words.
const shortestInBase64 = 8;

/** The spellings under which a value can stand in a text: itself, base64, base64url, URL-encoded, hex, in JSON and in quotes. */
export function formsOf(value: string): ReadonlySet<string> {
  // A line break at its end is not printed with it, and a text that is shown has line breaks of its own.
  const texts = new Set([value, value.trim(), value.replaceAll('\r\n', '\n')]);
  return new Set([...texts].filter((text) => text.length >= shortestRedacted).flatMap(spellingsOf));
}

function spellingsOf(value: string): readonly string[] {
  const text = value.toWellFormed();
  const bytes = utf8ToBytes(text);
  const base64 = [toBase64(bytes), ...withinBase64(bytes)];
  const hex = bytesToHex(bytes);
  return [
    value,
    ...[...base64, ...base64.map(toUrlAlphabet)].flatMap((form) => [form, form.replace(/=+$/u, '')]),
    ...urlForms(text),
    hex,
    hex.toUpperCase(),
    ...jsonForms(text),
    ...quotedForms(text),
    ...linesOf(value),
  ];
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

/** As JavaScript, Go and what escapes slashes or all but ASCII write it, and as JSON that stands in JSON. */
function jsonForms(text: string): string[] {
  const json = inner(text);
  const go = json.replaceAll(/[<>&\u2028\u2029]/gu, unicode);
  return [
    json,
    json.replaceAll('/', '\\/'),
    json.replaceAll(/\P{ASCII}/gu, unicode),
    go,
    inner(json),
    inner(go),
  ];
}

const inner = (text: string): string => JSON.stringify(text).slice(1, -1);

const unicode = (sign: string): string =>
  [...Array(sign.length).keys()]
    .map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');

/** As shells (`set -x`, `export -p`, `%q`), SQL and YAML, Python, HTML and `docker compose config` write it. */
function quotedForms(text: string): string[] {
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replaceAll("'", "''"),
    text.replaceAll(/[\\']/gu, '\\$&'),
    text.replaceAll(/[\\"$`]/gu, '\\$&'),
    text.replaceAll(/[^\w@%+=:,./-]/gu, '\\$&'),
    text.replaceAll('$', '$$$$'),
    html,
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    html.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
  ];
}

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

/**
 * What base64 of a longer text (`user:password`) holds of a value, for each of the three ways in which its bytes may fall there:
 * the signs that are made of the value alone.
 */
const withinBase64 = (bytes: Uint8Array): string[] =>
  [0, 1, 2]
    .map((before) => {
      const shifted = new Uint8Array(before + bytes.length);
      shifted.set(bytes, before);
      return toBase64(shifted).slice(Math.ceil((before * 8) / 6), Math.floor((shifted.length * 8) / 6));
    })
    .filter((form) => form.length >= shortestInBase64);
