import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';

/** Small things that Berth remembers for this user; never a secret. */
export type SettingsContent = {
  /** Folders opened, newest first, at most 20. */
  readonly recent: readonly string[];
};

export interface Settings {
  /** The folder that holds settings, journals and ledgers. */
  readonly dir: string;
  read(): Result<SettingsContent, Problem>;
  write(change: Partial<SettingsContent>): Promise<Result<void, Problem>>;
}
