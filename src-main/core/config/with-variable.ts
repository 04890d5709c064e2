import { placeOfValue } from './dot-env.ts';

/**
 * The text of a file of variables with one more value in it: in the place of the last one that the name has, else in a line at
 * the end. Everything else stays as it was written. `value` needs no quotes.
 */
export function withVariable(text: string, name: string, value: string): string {
  const place = placeOfValue(text, name);
  if (place !== null) return `${text.slice(0, place.from)}${value}${text.slice(place.to)}`;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const begun = text === '' || text.endsWith('\n') ? text : `${text}${end}`;
  return `${begun}${name}=${value}${end}`;
}
