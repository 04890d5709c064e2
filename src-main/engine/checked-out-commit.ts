import type { Files } from '../ports/files.ts';

const limitBytes = 4 * 1024 * 1024;
const isCommit = (text: string): boolean => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);

/**
 * The commit that is checked out in a folder, read from Git's own files (gitrepository-layout), worktrees and submodules
 * included; null where there is none.
 */
export async function checkedOutCommit(files: Files, folder: string): Promise<string | null> {
  const git = await gitFolder(files, folder);
  if (git === null) return null;
  const head = await textOf(files, files.resolve(git, 'HEAD'));
  const ref = /^ref: (refs\/\S+)$/.exec(head ?? '')?.[1];
  if (ref === undefined) return head !== null && isCommit(head) ? head : null;
  // A worktree has its own HEAD and shares the branches of the repository it belongs to.
  const common = await textOf(files, files.resolve(git, 'commondir'));
  const shared = common === null ? git : files.resolve(git, common);
  const loose = await textOf(files, files.resolve(shared, ref));
  if (loose !== null && isCommit(loose)) return loose;
  const packed = (await textOf(files, files.resolve(shared, 'packed-refs'))) ?? '';
  const found =
    packed
      .split('\n')
      .find((line) => line.endsWith(` ${ref}`))
      ?.split(' ')[0] ?? '';
  return isCommit(found) ? found : null;
}

/** The nearest `.git`, upwards; where it is a file, the folder that it names. */
async function gitFolder(files: Files, folder: string): Promise<string | null> {
  for (let at = folder; ; at = files.resolve(at, '..')) {
    const git = files.resolve(at, '.git');
    if (await files.isFolder(git)) return git;
    const named = /^gitdir: (.+)$/.exec((await textOf(files, git)) ?? '')?.[1];
    if (named !== undefined) return files.resolve(at, named);
    if (files.resolve(at, '..') === at) return null;
  }
}

async function textOf(files: Files, path: string): Promise<string | null> {
  const text = await files.readText(path, limitBytes);
  return text.ok ? (text.value?.trim() ?? null) : null;
}
