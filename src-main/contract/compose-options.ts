/** What docker compose is told by its options besides `-f`. Paths are absolute; what is left out is as without the option. */
export type ComposeOptions = {
  /** The folder that docker compose would be started in: names in COMPOSE_FILE, and the search for files, begin there. */
  readonly from?: string;
  /** `-p`: has to be well formed. */
  readonly projectName?: string;
  /** `--profile`: takes the place of COMPOSE_PROFILES; `*` is all. */
  readonly profiles?: readonly string[];
  /** `--env-file`: read in place of `.env` or, where there is a profile, in place of `.env.local`. */
  readonly envFiles?: readonly string[];
  readonly projectDirectory?: string;
  /** `--compatibility`: `_` in names of containers and built images. */
  readonly compatibility?: boolean;
  /** The text that a file named `-` stands for. */
  readonly input?: string;
};
