import { describe, expect, test } from 'vitest';
import { document, testWorld } from './test-world.ts';

describe('secrets', () => {
  test('set keeps standard input without one newline at its end, and shows it nowhere', async () => {
    for (const [input, kept1] of [
      ['c4nary\n', 'c4nary'],
      ['c4nary\r\n', 'c4nary'],
      ['c4nary\n\n', 'c4nary\n'],
      [' c4nary ', ' c4nary '],
    ] as const) {
      const { run, desk, kept } = testWorld({ input: [input] });
      expect(await run('secrets', 'set', 'DB__PASSWORD')).toBe(0);
      expect(desk.session1.secretValues.get('DB__PASSWORD')).toBe(kept1);
      expect(kept.out + kept.err).not.toContain('c4nary');
    }
  });

  test('set at a terminal asks hidden, and gives up without a value', async () => {
    const { run, desk, kept } = testWorld({ tty: true, input: ['c4nary'] });
    expect(await run('secrets', 'set', 'DB__PASSWORD')).toBe(0);
    expect(kept.hidden).toEqual([true]);
    expect(desk.session1.secretValues.get('DB__PASSWORD')).toBe('c4nary');
    expect(await testWorld({ tty: true, input: [null] }).run('secrets', 'set', 'A')).toBe(130);
  });

  test('set refuses nothing and too much', async () => {
    const empty = testWorld({ input: ['\n'] });
    expect(await empty.run('secrets', 'set', 'A')).toBe(1);
    expect(empty.kept.err).toContain('A was given an empty value');
    expect(await testWorld({ input: ['x'.repeat(100_001)] }).run('secrets', 'set', 'A')).toBe(1);
  });

  test('list, generate and forget answer with names', async () => {
    const { run, kept, desk } = testWorld();
    expect(await run('secrets')).toBe(0);
    expect(kept.out).toMatch(/^DB__PASSWORD +missing \(can be generated\)/m);
    expect(await run('secrets', 'generate', '--missing')).toBe(0);
    expect(await run('secrets', 'forget', 'DB__PASSWORD')).toBe(0);
    expect(desk.session1.asked).toContainEqual(['forget', 'DB__PASSWORD']);
    const json = testWorld();
    await json.run('secrets', 'list', '--json');
    expect(document(json.kept.out)).toMatchObject([{ name: 'DB__PASSWORD', status: 'missing' }]);
  });
});
