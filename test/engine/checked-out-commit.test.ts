import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { diskFiles } from '../../src-main/adapters/files/files.ts';
import { checkedOutCommit } from '../../src-main/engine/checked-out-commit.ts';

const root = await mkdtemp(join(tmpdir(), 'berth-git-'));
afterAll(() => rm(root, { recursive: true }));

const repository = join(root, 'repository');
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', repository, '-c', 'user.name=x', '-c', 'user.email=x@x', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
await mkdir(join(repository, 'deep', 'er'), { recursive: true });
git('init', '--quiet', '--initial-branch', 'main');
await writeFile(join(repository, 'deep', 'er', 'file'), 'x');
git('add', '.');
git('commit', '--quiet', '--message', 'first');
const first = git('rev-parse', 'HEAD');

const read = (folder: string): Promise<string | null> => checkedOutCommit(diskFiles(), folder);

test('the commit of a branch is found from any folder of its checkout', async () => {
  expect(await read(repository)).toBe(first);
  expect(await read(join(repository, 'deep', 'er'))).toBe(first);
});

test('so it is when branches are packed, without a branch, and in a worktree', async () => {
  git('pack-refs', '--all');
  expect(await read(repository)).toBe(first);
  git('worktree', 'add', '--quiet', '-b', 'side', join(root, 'worktree'));
  git('-C', join(root, 'worktree'), 'commit', '--quiet', '--allow-empty', '--message', 'second');
  const second = git('-C', join(root, 'worktree'), 'rev-parse', 'HEAD');
  expect(await read(join(root, 'worktree'))).toBe(second);
  git('checkout', '--quiet', '--detach', second);
  expect(await read(repository)).toBe(second);
});

test('there is none without a repository or before the first commit', async () => {
  await mkdir(join(root, 'plain'));
  expect(await read(join(root, 'plain'))).toBeNull();
  await mkdir(join(root, 'new', '.git'), { recursive: true });
  await writeFile(join(root, 'new', '.git', 'HEAD'), 'ref: refs/heads/main\n');
  expect(await read(join(root, 'new'))).toBeNull();
});
