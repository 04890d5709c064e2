import { expect, test } from 'vitest';
import { expectOk, expectProblem, labProject, never } from './lab-engine.ts';
import { registry } from './registry.ts';

const { docker } = await labProject();

test('the digest of a tag is what its registry says, and nothing is pulled', async () => {
  await using source = await registry({ user: null, layers: 'right' });
  expect(expectOk(await docker.registryDigest(source.image, never))).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(expectOk(await docker.inspectImage(source.image, never))).toBeNull();
});

test('an image that its registry does not have is unavailable', async () => {
  await using source = await registry({ user: null, layers: 'right' });
  const image = `${source.host}/berth-test/image:none`;
  expect(expectProblem(await docker.registryDigest(image, never))).toMatchObject({
    kind: 'image-unavailable',
    image,
  });
});
