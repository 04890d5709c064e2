import type { ProjectContext } from './project-context.ts';
import type { Mark, Source } from './source.ts';

/** The text of a file that another one names at `at`; null when it is not there (refused) or not read yet. */
export function readSource(file: string, at: Mark, context: ProjectContext): Source | null {
  const text = context.read(file);
  if (text === null) context.faults.refuse(at, `there is no file ${file}`);
  if (typeof text !== 'string') context.damaged.add('*');
  return typeof text === 'string' ? { file, text } : null;
}
