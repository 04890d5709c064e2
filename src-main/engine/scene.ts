import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { Sources } from '../core/config/config.ts';
import type { Ports } from './ports.ts';
import type { ProjectFiles } from './find-files.ts';

export type ScenePorts = Pick<Ports, 'files' | 'machine' | 'keychain'>;

/** All that is found out about a project before its Compose files are read. */
export type Scene = {
  readonly found: Result<ProjectFiles, readonly Problem[]>;
  /** From -p or COMPOSE_PROJECT_NAME. */
  readonly projectName: string | null;
  /** Active Compose profiles. */
  readonly profiles: readonly string[];
  readonly sources: Sources;
  /** Values that the keychain holds. */
  readonly kept: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
  readonly keychainProblem: Problem | null;
  readonly warnings: readonly string[];
};
