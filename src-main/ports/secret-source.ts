import type { KeyName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';

/** Gives a secret's value at the moment it is used: environment variable first, then the keychain. */
export interface SecretSource {
  reveal(name: KeyName): Promise<Result<string, Problem>>;
}
