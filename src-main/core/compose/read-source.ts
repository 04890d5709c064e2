import type { ProjectContext } from './project-context.ts';
import type { Mark, Source } from './source.ts';

// What docker compose 2.40 hands to git or to a registry client when a file by that name is included or extended.
const isRemote = /^(?:oci|git|ssh):\/\/|^https?:\/\/.*\.git(?:#|$)|^git@|^github\.com\//;

/**
 * The text of a file that another one names at `at`; null when it is not there (refused) or not read yet. `written`: its
 * name as that one has it.
 */
export function readSource(
  file: string,
  at: Mark,
  context: ProjectContext,
  written: string = file,
): Source | null {
  const text = context.read(file);
  if (text === null && isRemote.test(written))
    context.faults.refuse(
      at,
      `${JSON.stringify(written)} is fetched from a repository or a registry, which Berth does not do`,
      'Clone it, and name the file by its path.',
    );
  else if (text === null) context.faults.refuse(at, `there is no file ${file}`);
  if (typeof text !== 'string') context.damaged.add('*');
  return typeof text === 'string' ? { file, text } : null;
}
