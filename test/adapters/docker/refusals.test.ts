import { expect, test } from 'vitest';
import { describe as inWords } from '../../../src-main/contract/describe.ts';
import { refusalOf, saysDiskFull, saysOverlap } from '../../../src-main/adapters/docker/refusals.ts';

const runc =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

// As engine 28.5 said it, each to a container that was made so.
test.each([
  [`${runc}exec: "nosuch": executable file not found in $PATH: unknown`, 'command', 'nosuch'],
  [`${runc}exec: "/nope/x": stat /nope/x: no such file or directory: unknown`, 'command', '/nope/x'],
  [`${runc}exec: "/etc/passwd": permission denied: unknown`, 'command', '/etc/passwd'],
  ['invalid mount config for type "bind": bind source path does not exist: /srv/none', 'mount', '/srv/none'],
  [
    'error gathering device information while adding custom device "/dev/nosuch": no such file or directory',
    'device',
    '/dev/nosuch',
  ],
  ['could not select device driver "" with capabilities: [[gpu]]', 'gpu', '[[gpu]]'],
  ['unable to find user nobody1: no matching entries in passwd file', 'user', 'nobody1'],
  ['error looking up logging plugin nosuch: plugin "nosuch" not found', 'logging', 'nosuch'],
  ['unknown or invalid runtime name: nosuch', 'runtime', 'nosuch'],
  ['Cannot mkdir: /etc/passwd is not a directory', 'working folder', '/etc/passwd'],
])('%s', (message, part, thing) => {
  const refusal = refusalOf(message);
  expect(refusal).toEqual({ part, thing });
  if (refusal === null) return;
  const { title, detail, remedy } = inWords({ kind: 'container-refused', service: 'api', ...refusal });
  expect(`${title} ${detail}`).toContain('api');
  expect(detail).toContain(thing);
  expect(remedy).not.toBeNull();
});

test('what is none of these stays what the engine said', () => {
  expect(refusalOf('driver failed programming external connectivity')).toBeNull();
  expect(saysOverlap('invalid pool request: Pool overlaps with other one on this address space')).toBe(true);
  expect(saysDiskFull('write /var/lib/docker/x: no space left on device')).toBe(true);
  expect([saysOverlap('no such network'), saysDiskFull('no such device')]).toEqual([false, false]);
});
