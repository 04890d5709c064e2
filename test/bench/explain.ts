import { criticalPath } from '../../src-main/contract/critical-path.ts';
import type { RunView } from '../../src-main/contract/view.ts';

/** One part of the way that a run could not have been faster than, in ms. */
export type Part = { readonly what: string; readonly ms: number };

/** One run of Berth taken apart; the parts add up to `ms`, the whole time of its program. */
export type Explained = { readonly name: string; readonly ms: number; readonly path: readonly Part[] };

/** A run as `--json` tells it, and when its program began and ended. */
export type TimedRun = { readonly view: RunView; readonly beganAt: number; readonly endedAt: number };

/**
 * Where the time of a run went: the start of the program, each step of the critical path from where the one before it had
 * ended, and what came after the last.
 */
export function explain(name: string, { view, beganAt, endedAt }: TimedRun): Explained {
  const critical = criticalPath(view.steps);
  const steps = view.steps
    .filter(({ id }) => critical.has(id))
    .toSorted((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0));
  const parts: Part[] = [];
  let now = beganAt;
  const add = (what: string, until: number): void => {
    parts.push({ what, ms: Math.max(0, Math.round(until - now)) });
    now = Math.max(now, until);
  };
  const first = steps[0]?.startedAt ?? endedAt;
  add('start, files, first look', first);
  for (const { service, title, finishedAt } of steps)
    add(service === null ? title : `${service}: ${title}`, finishedAt ?? now);
  add('last look, end', endedAt);
  return { name, ms: Math.round(endedAt - beganAt), path: parts };
}

/** `up-cold, one run of 2430 ms: start 210, db: wait until healthy 1200, …`; parts of under a hundredth are left out. */
export function printExplained({ name, ms, path }: Explained): string {
  const shown = path.filter((part) => part.ms * 100 >= ms).map((part) => `${part.what} ${part.ms}`);
  return `${name}, the critical path of one run of ${ms} ms: ${shown.join(', ')}`;
}
