import { printSealed } from '../secrets/sealed.ts';
import type { KeyRule } from '../profile/profile.ts';

type Wanted = Pick<KeyRule, 'type' | 'oneOf'>;

/** What a value of this key has to be, in words; null when the text is fine. */
export function expectedInstead(rule: Wanted, text: string): string | null {
  if (rule.oneOf !== null) return rule.oneOf.includes(text) ? null : `one of ${rule.oneOf.join(', ')}`;
  return isOfType[rule.type](text) ? null : typeInWords[rule.type];
}

const isInteger = (text: string): boolean => /^[+-]?\d+$/u.test(text);

const isOfType: Readonly<Record<KeyRule['type'], (text: string) => boolean>> = {
  text: () => true,
  port: (text) => /^\d{1,5}$/u.test(text) && Number(text) >= 1 && Number(text) <= 65_535,
  integer: isInteger,
  number: (text) => isInteger(text) || /^[+-]?(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)?$/u.test(text),
  boolean: (text) => text === 'true' || text === 'false',
  // A reference to a secret may stand anywhere in it, its braces too.
  url: (text) => /^[a-z][a-z0-9+.-]*:\/\/\S+$/iu.test(printSealed(text)),
};

const typeInWords: Readonly<Record<KeyRule['type'], string>> = {
  text: 'a text',
  port: 'a port from 1 to 65535',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  url: 'a URL with a scheme, e.g. https://…',
};
