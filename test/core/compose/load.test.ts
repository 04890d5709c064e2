import { describe, expect, it } from 'vitest';
import { discover } from '../../../src-main/core/compose/discover.ts';
import { loadModel } from '../../../src-main/core/compose/load.ts';

describe('files that a project names', () => {
  const texts: Readonly<Record<string, string>> = {
    '/p/sub/c.yaml':
      'services: {b: {image: j, env_file: e.env, extends: {file: ../base.yaml, service: base}}}\n',
    '/p/base.yaml': 'services: {base: {labels: {from: base}}}\n',
    '/p/sub/e.env': 'E=1\n',
  };
  const load = (read: (path: string) => string | null | undefined) =>
    loadModel({
      files: [{ path: '/p/compose.yaml', text: 'include: [sub/c.yaml]\nservices: {a: {image: i}}\n' }],
      workingDir: '/p',
      projectName: null,
      values: {},
      hasProfile: false,
      profiles: [],
      platform: 'posix',
      homeDir: '/h',
      read,
    });

  it('are wanted round by round until everything was read', () => {
    const known = new Map<string, string | null>();
    const rounds: string[][] = [];
    let loaded = load((path) => known.get(path));
    while (loaded.wants.length > 0 && rounds.length < 9) {
      expect(loaded.model).toBeNull();
      rounds.push([...loaded.wants]);
      for (const path of loaded.wants) known.set(path, texts[path] ?? null);
      loaded = load((path) => known.get(path));
    }
    expect(rounds).toEqual([['/p/sub/c.yaml'], ['/p/sub/.env', '/p/base.yaml', '/p/sub/e.env']]);
    expect(loaded.problems).toEqual([]);
    expect(loaded.model?.services['b']).toMatchObject({ environment: { E: '1' }, labels: { from: 'base' } });
  });

  it('are refused where they are named when they are not there', () => {
    expect(load(() => null).problems).toMatchObject([
      { message: 'there is no file /p/sub/c.yaml', at: { file: '/p/compose.yaml', line: 1, column: 11 } },
    ]);
  });
});

describe('discover', () => {
  it('takes the first known name and one override beside it', () => {
    const names = new Set([
      'docker-compose.yml',
      'compose.yaml',
      'compose.override.yaml',
      'docker-compose.override.yml',
      'x.yaml',
    ]);
    expect(discover(names)).toEqual({
      files: ['compose.yaml', 'compose.override.yaml'],
      warnings: [
        'Found multiple config files with supported names: compose.yaml, docker-compose.yml. Using compose.yaml',
      ],
    });
  });

  it('finds nothing where there is no project', () => {
    expect(discover(new Set(['compose.override.yaml', 'README.md']))).toEqual({ files: [], warnings: [] });
  });
});
