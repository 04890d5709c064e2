import { expect, test } from 'vitest';
import { Paper } from '../../../src-main/hosts/cli/output/paper.ts';

// Eight-bit controls (CSI, OSC), DEL, and marks that turn the direction of text.
const acting = '\u001b[2J \u009b2J \u009d0;title\u009c \u007f \u202egnp.exe \u2066';

test('no character of a JSON document acts on a terminal, and the document says the same', () => {
  let out = '';
  const sink = { write: (text: string) => void (out += text), isTTY: true, columns: 80 };
  new Paper(sink, {}).json({ [acting]: acting });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(out).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
  );
  expect(JSON.parse(out)).toEqual({ [acting]: acting });
});
