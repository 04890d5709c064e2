import type { FindingView } from '../../contract/view.ts';
import { abilityFindings } from './abilities.ts';
import type { Facts } from './facts.ts';
import { engineFinding, keychainFinding } from './outside.ts';
import { diskFinding, memoryFinding } from './room.ts';
import {
  portFindings,
  profileFinding,
  projectProblemFindings,
  secretsFinding,
  seedFinding,
} from './project.ts';

/**
 * Facts about a machine and a project as checks, the order in which they are best mended. Each id is stable: `engine`,
 * `engine-abilities`, `engine-containers`, `keychain`, `disk`, `memory`, `profile`, `files-<n>`, `secrets`, `port-<number>`.
 */
export const findings = (facts: Facts): FindingView[] => [
  engineFinding(facts.engine, facts.project?.needs?.engine ?? null),
  ...abilityFindings(facts.engine),
  ...(facts.keychain === null ? [] : [keychainFinding(facts.keychain)]),
  diskFinding(facts.disk, facts.project?.needs?.disk ?? null),
  memoryFinding(facts, facts.project?.needs?.memory ?? null),
  ...(facts.project === null
    ? []
    : [
        profileFinding(facts.project),
        ...projectProblemFindings(facts.project),
        ...secretsFinding(facts.project),
        ...seedFinding(facts.project),
        ...portFindings(facts.project.ports),
      ]),
];
