import { describe } from '../../contract/describe.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FindingView } from '../../contract/view.ts';
import { parseLowestVersion, versionIsAtLeast } from '../profile/quantity.ts';
import type { EngineFact, KeychainFact } from './facts.ts';

/** A problem as a finding: its title and detail are the evidence, its remedy the fix. */
export function problemFinding(id: string, title: string, problem: Problem): FindingView {
  const { title: what, detail, remedy } = describe(problem);
  return { id, title, status: 'problem', evidence: `${what}. ${detail}`, fix: remedy };
}

/** Whether the engine answers, and is new enough for the profile. */
export function engineFinding(engine: EngineFact, need: string | null): FindingView {
  const title = 'Docker Engine';
  if (engine.state === 'unreachable') return problemFinding('engine', title, engine.problem);
  const lowest = need === null ? null : parseLowestVersion(need);
  const enough = lowest === null || versionIsAtLeast(engine.version, lowest);
  const wanted = need === null ? '' : `; the profile needs ${need}`;
  return {
    id: 'engine',
    title,
    status: enough ? 'ok' : 'problem',
    evidence: `Version ${engine.version} at ${engine.endpoint}${wanted}.`,
    fix: enough ? null : `Update Docker to ${need?.replace(/^>=\s*/u, '')} or newer.`,
  };
}

export const keychainFinding = (keychain: KeychainFact): FindingView =>
  keychain.state === 'failed'
    ? problemFinding('keychain', 'Keychain', keychain.problem)
    : {
        id: 'keychain',
        title: 'Keychain',
        status: 'ok',
        evidence: `${keychain.name} keeps a value and gives it back.`,
        fix: null,
      };
