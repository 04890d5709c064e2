import type { Platform } from './host-paths.ts';
import type { ReadText } from './project-context.ts';

/** Everything a project is made of. Paths are absolute and in the form of `platform`. */
export type LoadInput = {
  /** Compose files in the order they are laid over one another. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly workingDir: string;
  /** From -p or COMPOSE_PROJECT_NAME. */
  readonly projectName: string | null;
  /** Files of variables that were named in place of `.env`: they are in `values` already, and in a label. */
  readonly environmentFiles?: readonly string[];
  /** `_`: as `--compatibility` names containers and built images. */
  readonly separator?: '_';
  /** What variables are replaced by; a secret's value is a sealed reference. */
  readonly values: Readonly<Record<string, string>>;
  /** True: the values are the keys of a profile, and nothing else. */
  readonly hasProfile: boolean;
  /** Active Compose profiles; `*` is all. */
  readonly profiles: readonly string[];
  readonly platform: Platform;
  readonly homeDir: string;
  /** Files named by others: env_file, label_file, include, extends. Left out: there are none. */
  readonly read?: ReadText;
  /** True: networks, volumes, secrets and configs stay although nobody uses them. */
  readonly keepsUnused?: boolean;
  /** True: nothing that is only implied is added (`docker compose --compatibility config`). */
  readonly skipsImplied?: boolean;
  /** True: what does not fit together is not looked for (`config --no-consistency`). */
  readonly skipsChecks?: boolean;
  /** True: paths stay relative to the working folder (`config --no-path-resolution`). */
  readonly keepsPaths?: boolean;
  /** True: `env_file` stays unread, and the files of labels are read and gone: what `config --hash` hashes. */
  readonly keepsEnvFiles?: boolean;
};
