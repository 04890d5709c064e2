import { beforeAll, expect, test } from 'vitest';
import { run } from './command.ts';
import { labName, startContainer } from './container.ts';
import { ensureImages } from './images.ts';

beforeAll(() => ensureImages(['redis:7']));

test('redis answers from another container without a password, as its own user', async () => {
  await using cache = await startContainer('redis:7');
  await cache.until(['redis-cli', 'ping']);
  const address = await cache.inspect('{{.NetworkSettings.IPAddress}}');
  await using neighbour = await startContainer('redis:7', { command: ['sleep', '60'] });
  expect((await neighbour.exec(['redis-cli', '-h', address, 'ping'])).stdout.trim()).toBe('PONG');
  expect((await cache.exec(['stat', '--format', '%U', '/proc/1'])).stdout.trim()).toBe('redis');
});

test('redis takes options alone as arguments of its server, and keeps what it appended on /data', async () => {
  const volume = labName();
  try {
    const wish = {
      volumes: [`${volume}:/data`],
      command: ['--appendonly', 'yes', '--requirepass', 'secret'],
    };
    const cli = ['redis-cli', '--no-auth-warning', '-a', 'secret'];
    {
      await using first = await startContainer('redis:7', wish);
      await first.until([...cli, 'ping']);
      expect((await first.exec(['redis-cli', 'ping'])).stdout).toContain('NOAUTH');
      await first.exec([...cli, 'set', 'kept', '42']);
      await first.stop();
      expect(await first.inspect('{{.State.ExitCode}}')).toBe('0');
    }
    await using second = await startContainer('redis:7', wish);
    await second.until([...cli, 'ping']);
    expect((await second.exec([...cli, 'get', 'kept'])).stdout.trim()).toBe('42');
  } finally {
    await run('docker', ['volume', 'rm', volume]);
  }
});
