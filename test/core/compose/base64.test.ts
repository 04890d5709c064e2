import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOfBase64 } from '../../../src-main/core/compose/base64.ts';

it('any bytes read as Node reads them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'grapheme' })), (given) => {
      const bytes = Buffer.from(given);
      const text = textOfBase64(bytes.toString('base64'));
      // For bytes that are no text Go puts one U+FFFD each, Node one for a run that could have become a character.
      const asNode = bytes.toString('utf8');
      expect(text?.replaceAll(/\uFFFD+/g, '\uFFFD')).toBe(asNode.replaceAll(/\uFFFD+/g, '\uFFFD'));
    }),
  );
});

it.each(['a', 'aGk', 'aGk==', 'aG k=', '=', 'aGk=aGk='])('%j is not base64', (text) => {
  expect(textOfBase64(text)).toBeNull();
});

it('line breaks in it do not count', () => {
  expect(textOfBase64('aG\nk=\r\n')).toBe('hi');
});
