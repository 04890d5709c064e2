import { expect, it } from 'vitest';
import { imageReference } from '../../../src-main/core/compose/image-reference.ts';

it.each([
  ['redis', 'docker.io/library/redis:latest', true],
  ['redis:7', 'docker.io/library/redis:7', true],
  ['acme/api', 'docker.io/acme/api:latest', true],
  ['index.docker.io/redis:7', 'docker.io/library/redis:7', true],
  ['docker.io/redis', 'docker.io/library/redis:latest', true],
  ['localhost/x', 'localhost/x:latest', true],
  ['127.0.0.1:5000/x/y', '127.0.0.1:5000/x/y:latest', true],
  ['ghcr.io/acme/api:1', 'ghcr.io/acme/api:1', true],
  ['postgres:16@sha256:ab', 'docker.io/library/postgres@sha256:ab', false],
])('%s is %s', (text, whole, isOpen) => {
  expect(imageReference(text)).toEqual({ whole, isOpen });
});
