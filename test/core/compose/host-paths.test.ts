import { describe, expect, it } from 'vitest';
import {
  cleanTarget,
  expandHome,
  folderOf,
  joinPath,
  lastPart,
} from '../../../src-main/core/compose/host-paths.ts';
import { loadModel } from '../../../src-main/core/compose/load.ts';

describe('paths are joined and cleaned in the form of their platform', () => {
  it.each([
    ['/p', './a/../b/', '/p/b'],
    ['/p', '../x', '/x'],
    ['/', '../..', '/'],
    ['/p', '.', '/p'],
  ])('posix %s + %s', (folder, path, expected) => expect(joinPath(folder, path, 'posix')).toBe(expected));

  it.each([
    ['C:\\p', '.\\a\\..\\b\\', 'C:\\p\\b'],
    ['C:\\p', './a', 'C:\\p\\a'],
    ['C:\\p\\q', '..\\..\\..', 'C:\\'],
    ['C:\\p', 'D:/x/../y', 'D:\\y'],
    ['C:\\p', '\\x', 'C:\\x'],
    ['\\\\server\\share\\p', '..\\x', '\\\\server\\share\\x'],
    ['C:\\p', '\\\\server\\share\\x', '\\\\server\\share\\x'],
  ])('win32 %s + %s', (folder, path, expected) => expect(joinPath(folder, path, 'win32')).toBe(expected));

  it('knows folders, last parts and homes', () => {
    expect([
      folderOf('/p/c.yaml', 'posix'),
      folderOf('/c.yaml', 'posix'),
      folderOf('C:\\c.yaml', 'win32'),
    ]).toEqual(['/p', '/', 'C:\\']);
    expect([lastPart('/a/b/', 'posix'), lastPart('C:\\a\\b', 'win32'), lastPart('/', 'posix')]).toEqual([
      'b',
      'b',
      '',
    ]);
    expect([
      expandHome('~', '/h', 'posix'),
      expandHome('~/x', '/h', 'posix'),
      expandHome('~\\x', 'C:\\h', 'win32'),
    ]).toEqual(['/h', '/h/x', 'C:\\h\\x']);
    expect(['/a/../b/', '', '/', 'a//b'].map(cleanTarget)).toEqual(['/b', '', '/', 'a/b']);
  });
});

describe('on Windows a project', () => {
  const text = `services:
  a:
    image: i
    build: ./app
    volumes: [".\\\\data:/data", "C:\\\\x:/x:ro", "/run/sock:/sock", "\\\\\\\\srv\\\\s:/s", "~\\\\h:/h", "named:/n"]
volumes: { named: }
`;
  const { model, problems } = loadModel({
    files: [{ path: 'C:\\Users\\Jo\\My App\\compose.yaml', text }],
    workingDir: 'C:\\Users\\Jo\\My App',
    projectName: null,
    values: {},
    hasProfile: false,
    profiles: [],
    platform: 'win32',
    homeDir: 'C:\\Users\\Jo',
  });

  it('takes its name from the folder', () => expect([problems, model?.name]).toEqual([[], 'myapp']));

  it('has Windows paths on the host and keeps those of a Linux engine', () => {
    expect(model?.services['a']?.build?.context).toBe('C:\\Users\\Jo\\My App\\app');
    expect(model?.services['a']?.volumes?.map(({ source }) => source)).toEqual([
      'C:\\Users\\Jo\\My App\\data',
      'C:\\x',
      '/run/sock',
      '\\\\srv\\s',
      'C:\\Users\\Jo\\h',
      'named',
    ]);
  });
});
