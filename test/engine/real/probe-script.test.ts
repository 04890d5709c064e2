import { describe, expect, it } from 'vitest';
import { probeScript } from '../../../src-main/core/health/probe-script.ts';
import { startContainer } from '../../lab/container.ts';

// bash and GNU tools, and a busybox without any.
const images = ['debian:bookworm-slim', 'busybox:1.36'] as const;

describe.each(images)('a health check that runs inside %s', (image) => {
  it('ends as soon as the check succeeds, with what it said', async () => {
    await using container = await startContainer(image, { command: ['sleep', '60'] });
    const check = ['sh', '-c', 'echo said "$0"; test -e /tmp/ready || { touch /tmp/ready; exit 3; }', 'a b'];
    const { code, stdout } = await container.exec(probeScript(check, 20, 0.05));
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'said a b\n' });
  });

  it('ends by itself after its attempts, with the code and the words of the last one', async () => {
    await using container = await startContainer(image, { command: ['sleep', '60'] });
    const check = ['sh', '-c', 'echo x >>/tmp/tried; wc -l </tmp/tried; exit 4'];
    const { code, stdout } = await container.exec(probeScript(check, 3, 0.01));
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 4, stdout: '3' });
  });

  it('says 127 where the check is no program', async () => {
    await using container = await startContainer(image, { command: ['sleep', '60'] });
    expect((await container.exec(probeScript(['no-such-check'], 2, 0.01))).code).toBe(127);
  });

  it('believes no answer while an entry script prepares the data', async () => {
    const entry = 'sleep 1; rm -f /tmp/docker-entrypoint.sh; exec sleep 60';
    const begin = `printf '${entry}' >/tmp/docker-entrypoint.sh; exec sh /tmp/docker-entrypoint.sh`;
    await using container = await startContainer(image, { command: ['sh', '-c', begin] });
    await container.until(['test', '-e', '/tmp/docker-entrypoint.sh']);
    const soon = await container.exec(probeScript(['true'], 2, 0.01));
    expect(soon.code).toBe(1);
    expect(soon.stdout).toContain('still preparing');
    expect((await container.exec(probeScript(['true'], 60, 0.05))).code).toBe(0);
  });
});
