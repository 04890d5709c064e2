import type { Environment } from '../../contract/names.ts';

/** What differs between environments. Environment is never a branch in logic: it selects one of these rows. */
export type Policy = {
  /** Whether `.env.local` is read. */
  readonly readsEnvLocal: boolean;
  /** Whether secrets may come from the keychain. */
  readonly usesKeychain: boolean;
  /** Whether a required key may rest on its default. */
  readonly defaultsSatisfy: boolean;
  /** Whether a key without a default is required although no list names it. */
  readonly requiresAll: boolean;
};

export const policies: Readonly<Record<Environment, Policy>> = {
  local: { readsEnvLocal: true, usesKeychain: true, defaultsSatisfy: true, requiresAll: true },
  ci: { readsEnvLocal: false, usesKeychain: false, defaultsSatisfy: false, requiresAll: true },
  staging: { readsEnvLocal: false, usesKeychain: true, defaultsSatisfy: false, requiresAll: false },
  production: { readsEnvLocal: false, usesKeychain: true, defaultsSatisfy: false, requiresAll: false },
};
