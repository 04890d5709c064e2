import { describe, expect, test } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { whyDeaf } from '../../../src-main/core/watch/deaf-folder.ts';
import { decideActions, printActions } from '../../../src-main/core/watch/decide-actions.ts';
import { type ContextRules, pathBelow, watchMatcher } from '../../../src-main/core/watch/watch-matcher.ts';
import { watchRules } from '../../../src-main/core/watch/watch-rule.ts';
import { model, service } from '../../support/builders.ts';

type Trigger = Readonly<Record<string, unknown>>;

const project = (watch: Readonly<Record<string, readonly Trigger[]>>): Model =>
  model(
    Object.fromEntries(
      Object.entries(watch).map(([name, own]) => [name, service({ develop: { watch: own } })]),
    ),
  );

/** What these changes ask for; a path with `-` before it is gone. */
function decided(
  watch: Readonly<Record<string, readonly Trigger[]>>,
  paths: readonly string[],
  context: ContextRules | null = null,
): readonly string[] {
  const matchers = watchRules(project(watch), []).map((rule) => watchMatcher(rule, context));
  const changes = paths.map((path) => ({ path: path.replace(/^-/, ''), isThere: !path.startsWith('-') }));
  return printActions(decideActions(matchers, changes));
}

const sync = { path: '/p/src', action: 'sync', target: '/app/src' };

describe('a change', () => {
  test('below a synced folder is copied to the same place below its target', () => {
    expect(decided({ api: [sync] }, ['/p/src/a/b.py', '/p/srcs/x', '/p/other'])).toEqual([
      'api: copy /p/src/a/b.py to /app/src/a/b.py',
    ]);
  });

  test('of a single file that is watched is copied to the target itself', () => {
    expect(decided({ api: [{ ...sync, path: '/p/a.conf', target: '/etc/a.conf' }] }, ['/p/a.conf'])).toEqual([
      'api: copy /p/a.conf to /etc/a.conf',
    ]);
  });

  test('that takes files away removes them, a folder with all that was in it', () => {
    expect(decided({ api: [sync] }, ['-/p/src/dir/x', '-/p/src/dir', '-/p/src/one'])).toEqual([
      'api: remove /app/src/dir',
      'api: remove /app/src/one',
    ]);
  });

  test('of a path that comes back within the batch is what it was last', () => {
    expect(decided({ api: [sync] }, ['-/p/src/x', '/p/src/x'])).toEqual(['api: copy /p/src/x to /app/src/x']);
    expect(decided({ api: [sync] }, ['/p/src/x', '-/p/src/x'])).toEqual(['api: remove /app/src/x']);
  });

  test('that asks for a rebuild takes everything else of its service with it', () => {
    const rebuild = { path: '/p/package.json', action: 'rebuild' };
    expect(decided({ api: [sync, rebuild], web: [sync] }, ['/p/src/x', '/p/package.json'])).toEqual([
      'api: rebuild',
      'web: copy /p/src/x to /app/src/x',
    ]);
  });

  test('restarts or runs a command once, after all is copied', () => {
    const restart = { ...sync, action: 'sync+restart' };
    const exec = { ...sync, action: 'sync+exec', exec: { command: ['reload', '-q'], user: '1' } };
    expect(decided({ a: [restart], b: [exec] }, ['/p/src/x', '/p/src/y'])).toEqual([
      'a: copy /p/src/x to /app/src/x',
      'a: copy /p/src/y to /app/src/y',
      'a: restart',
      'b: copy /p/src/x to /app/src/x',
      'b: copy /p/src/y to /app/src/y',
      'b: run reload -q',
    ]);
    expect(decided({ a: [{ path: '/p', action: 'restart' }] }, ['/p/x'])).toEqual(['a: restart']);
  });

  test('that a rule leaves out, or does not include, is nothing', () => {
    const rule = { ...sync, ignore: ['node_modules', '**/*.log'], include: ['a', '*.py'] };
    expect(
      decided({ api: [rule] }, [
        '/p/src/node_modules/x',
        '/p/src/a/x.log',
        '/p/src/b/x',
        '/p/src/a/x',
        '/p/src/m.py',
      ]),
    ).toEqual(['api: copy /p/src/a/x to /app/src/a/x', 'api: copy /p/src/m.py to /app/src/m.py']);
  });

  test('of what the build context leaves out is nothing, wherever the rule begins', () => {
    const context = { folder: '/p', text: 'src/gen\n*.md\n!src/gen/keep\n' };
    expect(decided({ api: [sync] }, ['/p/src/gen/x', '/p/src/gen/keep', '/p/src/x.md'], context)).toEqual([
      'api: copy /p/src/gen/keep to /app/src/gen/keep',
      'api: copy /p/src/x.md to /app/src/x.md',
    ]);
  });

  test('that an editor or Git makes beside files is nothing', () => {
    const paths = ['.git/index', 'a/.x.swp', 'x~', '4913', '.idea/w.xml', '.#x', 'x.py'];
    expect(
      decided(
        { api: [sync] },
        paths.map((path) => `/p/src/${path}`),
      ),
    ).toEqual(['api: copy /p/src/x.py to /app/src/x.py']);
  });
});

describe('a folder', () => {
  test('in which nothing can concern a rule is not watched', () => {
    const [rule] = watchRules(project({ api: [{ ...sync, ignore: ['node_modules'] }] }), []);
    if (rule === undefined) throw new Error('no rule');
    const { leavesOut } = watchMatcher(rule, null);
    expect(['/p/src/node_modules', '/p/other', '/p/src/.git'].map(leavesOut)).toEqual([true, true, true]);
    expect(['/p', '/p/src', '/p/src/a'].map(leavesOut)).toEqual([false, false, false]);
    const kept = watchMatcher({ ...rule, ignore: ['node_modules', '!node_modules/own'] }, null);
    expect(kept.leavesOut('/p/src/node_modules')).toBe(false);
  });

  test('is found below another on Linux and on Windows', () => {
    expect(pathBelow('/p', '/p/a/b')).toBe('a/b');
    expect(pathBelow('/', '/p')).toBe('p');
    expect(pathBelow('C:\\p', 'C:\\p\\a\\b')).toBe('a/b');
    expect(pathBelow('/p', '/pq')).toBeNull();
    expect(pathBelow('/a\\b', '/a\\b/c')).toBe('c');
  });

  test('whose changes cannot be seen is told with what it is', () => {
    const mounts = [
      '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
      '30 22 0:40 / /mnt/c rw - 9p C: rw',
      '31 22 0:41 / /srv/with\\040space rw - nfs4 host:/x rw',
    ].join('\n');
    expect(whyDeaf('/home/me/p', mounts)).toBeNull();
    expect(whyDeaf('/mnt/c/p', mounts)).toContain('WSL');
    expect(whyDeaf('/srv/with space/p', mounts)).toContain('network');
    expect(whyDeaf('\\\\wsl.localhost\\Ubuntu\\home', null)).toContain('WSL');
    expect(whyDeaf('\\\\server\\share', null)).toContain('network');
    expect(whyDeaf('\\\\?\\C:\\p', null)).toBeNull();
    expect(whyDeaf('C:\\p', null)).toBeNull();
  });
});

describe('rules', () => {
  test('come from the services named, in the order of the file', () => {
    const of = project({ a: [sync, { path: '/p/x/', action: 'rebuild' }], b: [sync] });
    expect(watchRules(of, []).map((rule) => [rule.service, rule.path, rule.action])).toEqual([
      ['a', '/p/src', 'sync'],
      ['a', '/p/x', 'rebuild'],
      ['b', '/p/src', 'sync'],
    ]);
    expect(watchRules(of, ['b'])).toHaveLength(1);
    expect(watchRules(model({ c: service() }), [])).toEqual([]);
  });
});
