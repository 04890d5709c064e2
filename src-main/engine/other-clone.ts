import type { Goal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { Model } from '../core/compose/model.ts';
import type { Observed, ObservedContainer } from '../core/plan/observed.ts';
import type { Files } from '../ports/files.ts';
import type { Machine } from '../ports/machine.ts';

export type CloneWish = {
  readonly files: Files;
  readonly platform: Machine['platform'];
  readonly goal: Goal;
  readonly model: Model;
  readonly observed: Observed;
};

const folderLabel = 'com.docker.compose.project.working_dir';
const filesLabel = 'com.docker.compose.project.config_files';

// These touch no container.
const onlyImages: ReadonlySet<Goal> = new Set(['pull', 'build']);

/**
 * A project-elsewhere problem for each other folder of this machine from which containers of this project's services were
 * made: two clones of one project would take each other's containers for their own. Not another folder are the same one by
 * another path, one that is gone (the project was moved), and one from which the same Compose files were used. Costs nothing
 * where all containers name this folder.
 */
export async function otherClones(wish: CloneWish): Promise<readonly Problem[]> {
  const { goal, model, observed } = wish;
  if (onlyImages.has(goal)) return [];
  const strange = observed.containers.filter(
    ({ service, labels, oneOff }) =>
      !oneOff &&
      model.services[service] !== undefined &&
      (labels[folderLabel] ?? model.workingDir) !== model.workingDir,
  );
  const folders = [...new Set(strange.map(({ labels }) => labels[folderLabel] ?? ''))].toSorted();
  const judged = await Promise.all(folders.map((dir) => judge(wish, dir, from(strange, dir))));
  return judged.flat();
}

const from = (containers: readonly ObservedContainer[], dir: string): readonly ObservedContainer[] =>
  containers.filter(({ labels }) => labels[folderLabel] === dir);

async function judge(
  wish: CloneWish,
  dir: string,
  containers: readonly ObservedContainer[],
): Promise<readonly Problem[]> {
  const { files, model } = wish;
  if (!(await files.isFolder(dir))) return [];
  const [mine, its] = await Promise.all([model.workingDir, dir].map((path) => place(wish, path)));
  if (mine === its) return [];
  const own = new Set(await Promise.all(model.files.map((file) => place(wish, file))));
  const used = containers.flatMap(({ labels }) => (labels[filesLabel] ?? '').split(','));
  const theirs = await Promise.all([...new Set(used)].map((file) => place(wish, file)));
  if (theirs.some((file) => own.has(file))) return [];
  const names = containers.map(({ name }) => name);
  return [{ kind: 'project-elsewhere', project: model.name, dir, containers: names }];
}

/** One text for one place: links resolved, and on Windows without the difference of case. */
async function place({ files, platform }: CloneWish, path: string): Promise<string> {
  const real = (await files.realPath(path)) ?? path;
  return platform === 'win32' ? real.toLowerCase() : real;
}
