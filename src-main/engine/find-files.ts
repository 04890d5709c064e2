import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { composeFileNames, overrideFileNames } from '../core/compose/discover.ts';
import type { Files } from '../ports/files.ts';

export type ProjectFiles = {
  /** The folder that relative paths of the Compose files are relative to. */
  readonly workingDir: string;
  /** Absolute, in the order they are merged. */
  readonly compose: readonly string[];
  readonly warnings: readonly string[];
};

/** Named files, each of which must be there. The first one's folder is the project's. */
export async function namedFiles(
  files: Files,
  dir: string,
  names: readonly string[],
): Promise<Result<ProjectFiles, readonly Problem[]>> {
  const compose = names.map((name) => files.resolve(dir, name));
  const missing: Problem[] = [];
  for (const file of compose) {
    if (!(await files.isFile(file)))
      missing.push({ kind: 'file-unreadable', file, detail: 'there is no such file' });
  }
  const [first] = compose;
  if (missing.length > 0 || first === undefined) return fail(missing);
  return ok({ workingDir: files.resolve(first, '..'), compose, warnings: [] });
}

/** The Compose file that docker compose would find: in the folder or the nearest one above, with its override file. */
export async function foundFiles(
  files: Files,
  dir: string,
): Promise<Result<ProjectFiles, readonly Problem[]>> {
  for (let folder = dir; ; folder = files.resolve(folder, '..')) {
    const present = await existing(files, folder, composeFileNames);
    const [first] = present;
    if (first !== undefined) {
      const overrides = (await existing(files, folder, overrideFileNames)).slice(0, 1);
      const warnings =
        present.length > 1 ? [`Several Compose files lie in ${folder}; ${first} is used.`] : [];
      return ok({ workingDir: folder, compose: [first, ...overrides], warnings });
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
