import type { Problem } from '../../contract/problem.ts';
import { printSealed } from '../secrets/sealed.ts';
import { type Mark, printableMark } from './source.ts';

/** What one load found wrong: problems refuse the project, warnings do not. Each is kept once. */
export type Faults = {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** A problem `compose-invalid` at a place. References to secrets are printed as names. */
  readonly refuse: (at: Mark | null, message: string, hint?: string | null) => void;
  readonly warn: (message: string) => void;
};

/** An empty collection to hand through one load. */
export function collectFaults(): Faults {
  const problems = new Map<string, Problem>();
  const warnings = new Set<string>();
  return {
    get problems() {
      return [...problems.values()];
    },
    get warnings() {
      return [...warnings];
    },
    refuse: (mark, message, hint = null) => {
      const at = mark === null ? null : printableMark(mark);
      const text = printSealed(message);
      const key = `${at?.file}:${at?.line}:${at?.column}:${text}`;
      if (!problems.has(key)) problems.set(key, { kind: 'compose-invalid', message: text, at, hint });
    },
    warn: (message) => void warnings.add(printSealed(message)),
  };
}
