import { expect, test } from 'vitest';
import { ensureEngine } from './engine.ts';
import type { Finding } from './engine-finding.ts';
import { engineRemedy } from './engine-remedy.ts';

test('an engine that answers is left alone', async () => {
  expect(await ensureEngine()).toMatchObject({ ready: true, startedNow: false });
});

test('an engine that DOCKER_HOST names and that does not answer is never replaced by one of the lab', async () => {
  const before = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = 'unix:///nowhere/docker.sock';
  try {
    const state = await ensureEngine();
    expect(state).toMatchObject({ ready: false });
    expect(JSON.stringify(state)).toContain('DOCKER_HOST names unix:///nowhere/docker.sock');
  } finally {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
  }
});

const findings: readonly Finding[] = [
  { kind: 'no-client' },
  { kind: 'windows-containers' },
  { kind: 'refused', detail: 'permission denied' },
  { kind: 'silent' },
  { kind: 'absent', detail: 'cannot connect' },
];

test.each(findings)(
  'without an engine the person reads what to do next, on every system: $kind',
  (finding) => {
    for (const platform of ['win32', 'darwin', 'linux'] as const) {
      const [fact, ...steps] = engineRemedy(finding, platform, undefined).split('\n');
      expect(fact).not.toBe('');
      expect(steps.join('')).toMatch(/Docker|docker|[Ii]nstall|Start/);
    }
    expect(engineRemedy({ kind: 'no-client' }, 'win32', undefined)).toContain(
      'winget install Docker.DockerDesktop',
    );
  },
);
