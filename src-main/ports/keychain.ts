import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';

/** The OS keychain. Every call has a deadline. Problems: keychain-absent, keychain-locked, keychain-silent, keychain-failed. */
export interface Keychain {
  /** null: no such entry (told apart from a locked keychain by a write and read of a probe entry). */
  read(account: string): Promise<Result<string | null, Problem>>;
  write(account: string, value: string): Promise<Result<void, Problem>>;
  /** True when there was one. */
  forget(account: string): Promise<Result<boolean, Problem>>;
  /** Whether it answers and can keep a value. */
  check(): Promise<Result<{ readonly name: string }, Problem>>;
  close(): Promise<void>;
}

/** The keychain account of a secret: identity of the project, environment and name. Holds no path and no machine name. */
export const accountOf = (project: string, environment: string, name: string): string =>
  `${project}/${environment}/${name}`;
