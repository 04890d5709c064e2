import { isRemoteFile, remoteFileRefusal } from '../../contract/remote-file.ts';
import type { ProjectContext } from './project-context.ts';
import { type Mark, type Source, sourceOf } from './source.ts';

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
  const { message, hint } = remoteFileRefusal(written);
  if (text === null && isRemoteFile(written)) context.faults.refuse(at, message, hint);
  else if (text === null) context.faults.refuse(at, `there is no file ${file}`);
  if (typeof text !== 'string') context.damaged.add('*');
  return typeof text === 'string' ? sourceOf(file, text) : null;
}
