import type { Problem } from '../contract/problem.ts';

// Of whichever call they come, these say one thing of the engine.
const ofTheEngine: ReadonlySet<Problem['kind']> = new Set(['engine-absent', 'engine-refused', 'disk-full']);

/** The problems of a run, each once: an engine that goes away while eight steps are under way is one problem and not eight. */
export function toldOnce(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = ofTheEngine.has(problem.kind) ? problem.kind : JSON.stringify(problem);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
