import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDotEnv } from '../../../src-main/core/config/dot-env.ts';
import { withVariable } from '../../../src-main/core/config/with-variable.ts';

it.each([
  ['', 'PORT=8001\n'],
  ['A=1', 'A=1\nPORT=8001\n'],
  ['A=1\r\n', 'A=1\r\nPORT=8001\r\n'],
  ['# mine\nPORT=8000 # old\nA=1\n', '# mine\nPORT=8001 # old\nA=1\n'],
  ['PORT=1\nPORT=2\n', 'PORT=1\nPORT=8001\n'],
  ['  export PORT: 2', '  export PORT: 8001'],
  ['PORT = "2"# old\n', 'PORT = "8001"# old\n'],
  ["PORT='2'\t# old\r\nA=1\r\n", "PORT='8001'\t# old\r\nA=1\r\n"],
  ['PORT=\r\nA=1\n', 'PORT=8001\r\nA=1\n'],
  ['\uFEFFPORT=2\n', '\uFEFFPORT=8001\n'],
  ['\uFEFFA=1\n', '\uFEFFA=1\nPORT=8001\n'],
  ['PORT=2\nKEY="\nPORT=3\n"\n', 'PORT=8001\nKEY="\nPORT=3\n"\n'],
  ["KEY='\nPORT=3\n'\n", "KEY='\nPORT=3\n'\nPORT=8001\n"],
  ['A=${B:?no}\nPORT=${C}\n', 'A=${B:?no}\nPORT=8001\n'],
  ['#PORT=1\nMY_PORT=3\nPORT_2=4\n', '#PORT=1\nMY_PORT=3\nPORT_2=4\nPORT=8001\n'],
])('%j becomes %j', (before, after) => expect(withVariable(before, 'PORT', '8001')).toBe(after));

it('is what is read from the file then, and nothing else in it changes', () => {
  const line = fc.constantFrom(
    ...['A=1', '# PORT=3', 'PORT=2', 'export PORT="5"', '', 'B=x # y', 'PORT=', "PORT : '2'\t# z"],
    ...['C="\nPORT=4\n"', "D='\nPORT=6'", 'PORT= # 7', '\tPORT:${A} # y'],
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      const text = lines.join(end);
      const before = readDotEnv(text, () => null).values;
      const after = readDotEnv(withVariable(text, 'PORT', '8001'), () => null).values;
      expect(after).toEqual({ ...before, PORT: '8001' });
    }),
  );
});
