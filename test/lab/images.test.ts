import { expect, test } from 'vitest';
import { demand } from './command.ts';
import { engineMirrors } from './engine-finding.ts';
import { ensureImages } from './images.ts';
import { registryHolds, registryUrl } from './registry.ts';
import { nameAndTag, nameLabel, recipeHash, recipeLabel, standInNames } from './stand-ins.ts';

const label = (image: string, name: string): Promise<string> =>
  demand('docker', ['image', 'inspect', '--format', `{{index .Config.Labels "${name}"}}`, image]).then(
    (text) => text.trim(),
  );

test('the images are there under their official names, and a second call makes none of them anew', async () => {
  expect(await ensureImages(standInNames)).toMatchObject({ ready: true });
  const ids = (): Promise<string[]> =>
    Promise.all(
      standInNames.map((image) => demand('docker', ['image', 'inspect', '--format', '{{.Id}}', image])),
    );
  const before = await ids();
  expect(await ensureImages(standInNames)).toMatchObject({ ready: true });
  expect(await ids()).toEqual(before);
});

test('each stand-in says what it stands for and carries the hash of its recipe', async ({ skip }) => {
  for (const image of standInNames) {
    const recipe = await label(image, recipeLabel);
    if (recipe === '') skip('the official image is here');
    expect([await label(image, nameLabel), recipe]).toEqual([image, recipeHash(image)]);
  }
});

test("an engine with the lab's mirror has really pulled its stand-ins: they have the digest of the registry", async ({
  skip,
}) => {
  if (!(await engineMirrors()).some((mirror) => mirror.startsWith(registryUrl)))
    skip('another engine runs here');
  for (const image of standInNames) {
    const digests = await demand('docker', ['image', 'inspect', '--format', '{{json .RepoDigests}}', image]);
    const [name, tag] = nameAndTag(image);
    expect(digests).toMatch(new RegExp(`"${name}@sha256:[0-9a-f]{64}"`));
    expect(await registryHolds(name, tag)).toBe(true);
  }
});

test('busybox is a shell with its applets', async () => {
  const said = await demand('docker', [
    'run',
    '--rm',
    'busybox:1.36',
    'sh',
    '-c',
    'echo hello | tr a-z A-Z; id -u',
  ]);
  expect(said).toBe('HELLO\n0\n');
});
