import { describe, expect, it } from 'vitest';
import { forgetKey, readKnownKeys, trustKey } from '../../../src-main/engine/database/known-keys.ts';
import { FakeFiles } from '../../support/fake-world.ts';

const ada = { name: 'ada@laptop', id: 'a'.repeat(32) };
const bob = { name: 'bob@desk', id: 'b'.repeat(32) };
const file = '/settings/bundle-keys.json';

async function known() {
  const files = new FakeFiles();
  const place = { files, settingsDir: '/settings' };
  await trustKey(place, ada);
  await trustKey(place, bob);
  await trustKey(place, bob);
  return { files, place, text: files.texts.get(file) ?? '' };
}

describe('the keys that are trusted', () => {
  it('are those that were named, each once, until they are forgotten', async () => {
    const { place } = await known();
    expect(await readKnownKeys(place)).toEqual({ ok: true, value: [ada, bob] });
    expect(await forgetKey(place, ada.id)).toEqual({ ok: true, value: true });
    expect(await forgetKey(place, ada.id)).toEqual({ ok: true, value: false });
    expect(await readKnownKeys(place)).toEqual({ ok: true, value: [bob] });
  });

  it.each([file, `${file}.copy`])('are all there when %s is cut off at any byte', async (cut) => {
    const { files, place, text } = await known();
    for (let length = 0; length <= text.length; length += 1) {
      files.texts.set(cut, text.slice(0, length));
      expect(await readKnownKeys(place)).toEqual({ ok: true, value: [ada, bob] });
    }
    files.texts.delete(cut);
    expect(await readKnownKeys(place)).toEqual({ ok: true, value: [ada, bob] });
  });

  it('are none where both files are damaged: that is said, and nothing is trusted', async () => {
    const { files, place, text } = await known();
    for (const each of [file, `${file}.copy`]) files.texts.set(each, text.slice(0, -3));
    expect(await readKnownKeys(place)).toMatchObject({ ok: false, error: { kind: 'file-unreadable', file } });
    expect((await trustKey(place, ada)).ok).toBe(false);
  });
});
