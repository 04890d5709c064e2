import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { Sources } from '../core/config/config.ts';
import type { ComposeVariables } from '../core/compose/compose-variables.ts';
import type { Ports } from './ports.ts';
import type { ProjectFiles } from './find-files.ts';

export type ScenePorts = Pick<Ports, 'files' | 'machine' | 'keychain'>;

export type Settings = Pick<
  ComposeVariables,
  'compatible' | 'removesOrphans' | 'ignoresOrphans' | 'parallelLimit'
> & {
  /** Absolute, named in place of `.env`; null: none are. */
  readonly environmentFiles: readonly string[] | null;
};

/** All that is found out about a project before its Compose files are read. */
export type Scene = {
  readonly found: Result<ProjectFiles, readonly Problem[]>;
  /** From -p or COMPOSE_PROJECT_NAME. */
  readonly projectName: string | null;
  /** Active Compose profiles. */
  readonly profiles: readonly string[];
  readonly sources: Sources;
  /** What else docker compose would be told by variables. */
  readonly settings: Settings;
  /** Values that the keychain holds. */
  readonly kept: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
  readonly keychainProblem: Problem | null;
  readonly warnings: readonly string[];
};
