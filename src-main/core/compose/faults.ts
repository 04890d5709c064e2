import type { Problem } from '../../contract/problem.ts';
import { printSealed } from '../secrets/sealed.ts';
import { type Mark, printableMark } from './source.ts';

/** What one load found wrong: problems refuse the project, warnings do not. Each is kept once. */
export type Faults = {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** True: further problems are left out, so there is no need to work out what they would say. */
  readonly isFull: boolean;
  /** A problem at a place. References to secrets are printed as names. */
  readonly refuse: (at: Mark | null, message: string, hint?: string | null) => void;
  readonly warn: (message: string) => void;
  /** Takes from what one load may make out of short forms; false when nothing is left. */
  readonly spend: (amount: number) => boolean;
};

/** More than a person will read: what comes after is left out. */
const mostProblems = 100;

/** Ports that one project may publish: three times all there are. */
const mostParts = 200_000;

/** An empty collection to hand through one load. `kind`: of each problem. */
export function collectFaults(kind: 'compose-invalid' | 'profile-invalid' = 'compose-invalid'): Faults {
  const problems = new Map<string, Problem>();
  const warnings = new Set<string>();
  let left = mostParts;
  return {
    get problems() {
      return [...problems.values()];
    },
    get isFull() {
      return problems.size >= mostProblems;
    },
    get warnings() {
      return [...warnings];
    },
    refuse: (mark, message, hint = null) => {
      if (problems.size >= mostProblems) return;
      const at = mark === null ? null : printableMark(mark);
      const text = shortened(printSealed(message));
      const key = `${at?.file}:${at?.line}:${at?.column}:${text}`;
      if (!problems.has(key)) problems.set(key, { kind, message: text, at, hint });
    },
    spend: (amount) => {
      left -= amount;
      return left >= 0;
    },
    warn: (message) => {
      if (warnings.size < mostProblems) warnings.add(printSealed(message));
    },
  };
}

const longestMessage = 1_000;

const shortened = (text: string): string =>
  text.length <= longestMessage ? text : `${text.slice(0, longestMessage)} …`;
