import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { composeFileNames, overrideFileNames } from '../core/compose/discover.ts';
import type { Files } from '../ports/files.ts';

/** Stands for standard input among the names of files. */
export const standardInput = '-';

export type ProjectFiles = {
  /** The folder that relative paths of the Compose files are relative to. */
  readonly workingDir: string;
  /** Absolute, or standard input; in the order they are merged. */
  readonly compose: readonly string[];
  readonly warnings: readonly string[];
};

/** Named files, each of which must be there. Without a project directory the first one's folder is the project's. */
export async function namedFiles(
  files: Files,
  dir: string,
  names: readonly string[],
  projectDirectory: string | null,
): Promise<Result<ProjectFiles, readonly Problem[]>> {
  const compose = names.map((name) => (name === standardInput ? name : files.resolve(dir, name)));
  const missing: Problem[] = [];
  for (const file of compose) {
    if (file !== standardInput && !(await files.isFile(file)))
      missing.push({ kind: 'file-unreadable', file, detail: 'there is no such file' });
  }
  if (missing.length > 0) return fail(missing);
  return ok({ workingDir: projectDirectory ?? folderOf(files, dir, compose), compose, warnings: [] });
}

/** The folder of the first file that has one. */
export function folderOf(files: Files, dir: string, names: readonly string[]): string {
  const first = names.find((name) => name !== standardInput);
  return first === undefined ? dir : files.resolve(dir, first, '..');
}

/** The Compose file that docker compose would find: in the folder or the nearest one above, with its override file. */
export async function foundFiles(
  files: Files,
  dir: string,
  projectDirectory: string | null,
): Promise<Result<ProjectFiles, readonly Problem[]>> {
  for (let folder = dir; ; folder = files.resolve(folder, '..')) {
    const present = await existing(files, folder, composeFileNames);
    const [first] = present;
    if (first !== undefined) {
      const overrides = (await existing(files, folder, overrideFileNames)).slice(0, 1);
      const warnings =
        present.length > 1 ? [`Several Compose files lie in ${folder}; ${first} is used.`] : [];
      return ok({ workingDir: projectDirectory ?? folder, compose: [first, ...overrides], warnings });
    }
    if (files.resolve(folder, '..') === folder) break;
  }
  return fail([{ kind: 'compose-missing', dir, looked: composeFileNames }]);
}

async function existing(files: Files, folder: string, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const file = files.resolve(folder, name);
    if (await files.isFile(file)) found.push(file);
  }
  return found;
}
