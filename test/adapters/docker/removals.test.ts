import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { expectOk, labProject, never } from './lab-engine.ts';

const lab = await labProject();
const { docker, project } = lab;
const cli = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('docker', [...args])).stdout.trim();

describe('a container that is removed', () => {
  test.each([
    ['keeps its anonymous volume', undefined, 1],
    ['takes its anonymous volume along where that is asked for', 'removed', 0],
  ] as const)('%s', async (_, volumes, left) => {
    const mount = { Type: 'volume', Target: '/anonymous' };
    const name = await lab.run('a', 'sleep 300', { HostConfig: { Mounts: [mount] } });
    const format = '{{range .Mounts}}{{.Name}}{{end}}';
    const volume = await cli('container', 'inspect', '--format', format, name);
    expectOk(await docker.removeContainer(name, never, volumes));
    const found = await cli('volume', 'ls', '-q', '--filter', `name=${volume}`);
    await cli('volume', 'rm', '-f', volume);
    expect(found.split('\n').filter((line) => line !== '')).toHaveLength(left);
  });
});

describe('an image that is removed', () => {
  const tag = `${project}-own:1`;
  const image = async () => expectOk(await docker.inspectImage(tag, never));

  test('is gone, and was it gone before, that is as good', async () => {
    await cli('tag', 'busybox:1.36', tag);
    expect(await image()).not.toBeNull();
    expectOk(await docker.removeImage(tag, never));
    expect(await image()).toBeNull();
    expectOk(await docker.removeImage(tag, never));
  });
});
