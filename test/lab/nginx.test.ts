import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startContainer } from './container.ts';
import { eventually } from './eventually.ts';
import { ensureImages } from './images.ts';

const files = mkdtempSync(join(tmpdir(), 'berth-lab-'));
chmodSync(files, 0o755); // nginx reads it as a user of its own

beforeAll(() => ensureImages(['nginx:1.27']));
afterAll(() => rmSync(files, { recursive: true, force: true }));

test('nginx serves its folder on port 80, writes its log to the engine and stops cleanly at SIGQUIT', async () => {
  writeFileSync(join(files, 'index.html'), 'from a mount');
  await using web = await startContainer('nginx:1.27', {
    volumes: [`${files}:/usr/share/nginx/html:ro`],
    ports: ['127.0.0.1::80'],
  });
  const port = await web.inspect('{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}');
  await web.until(['curl', '--silent', '--fail', 'http://127.0.0.1/']);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('from a mount');
  expect(await eventually(async () => (await web.logs()).includes('"GET / HTTP/1.1" 200'), 2000)).toBe(true);
  expect(await web.inspect('{{.Config.StopSignal}}')).toBe('SIGQUIT');
  await web.stop();
  expect(await web.inspect('{{.State.ExitCode}}')).toBe('0');
});

test("nginx fills its templates from the environment and leaves nginx's own variables alone", async () => {
  const templates = join(files, 'templates');
  mkdirSync(templates);
  const server = 'server { listen ${PORT}; location / { return 200 "$uri ${GREETING}"; } }\n';
  writeFileSync(join(templates, 'default.conf.template'), server);
  await using web = await startContainer('nginx:1.27', {
    env: { PORT: '8080', GREETING: 'hello' },
    volumes: [`${templates}:/etc/nginx/templates:ro`],
  });
  await web.until(['curl', '--silent', '--fail', 'http://127.0.0.1:8080/']);
  expect((await web.exec(['curl', '--silent', 'http://127.0.0.1:8080/some/path'])).stdout).toBe(
    '/some/path hello',
  );
});
