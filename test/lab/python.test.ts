import { beforeAll, expect, test } from 'vitest';
import { startContainer } from './container.ts';
import { ensureImages } from './images.ts';

beforeAll(() => ensureImages(['python:3.11-slim']));

test('python and python3 are Python 3.11, and the libraries of the stack can be imported', async () => {
  await using box = await startContainer('python:3.11-slim', { command: ['sleep', '60'] });
  for (const name of ['python', 'python3']) {
    expect((await box.exec([name, '--version'])).stdout).toMatch(/^Python 3\.11\./);
  }
  const modules = 'fastapi, uvicorn, sqlalchemy, alembic, psycopg2, redis, prometheus_client';
  expect((await box.exec(['python', '-c', `import ${modules}; print("all")`])).stdout.trim()).toBe('all');
});

test('pip installs fitting requirements without a network, and refuses a version that is not there', async () => {
  await using box = await startContainer('python:3.11-slim', { command: ['sleep', '60'] });
  const requirements = [
    'fastapi>=0.92',
    'SQLAlchemy>=1.4,<3',
    'psycopg2-binary>=2.9',
    'uvicorn',
    'redis>=4',
    'alembic',
    'prometheus-client',
  ];
  await box.exec(['sh', '-c', 'cat >/tmp/requirements.txt'], requirements.join('\n'));
  const fitting = await box.exec([
    'pip',
    'install',
    '--no-cache-dir',
    '--no-index',
    '-r',
    '/tmp/requirements.txt',
  ]);
  expect(fitting.code, fitting.stderr).toBe(0);
  expect((await box.exec(['pip', 'install', '--no-index', 'fastapi>=999'])).code).not.toBe(0);
  expect((await box.exec(['pip', 'check'])).stdout).toContain('No broken requirements found');
});
