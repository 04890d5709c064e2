import type { Desk } from '../../engine/desk.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';

/** A place to write text to: standard output or standard error. */
export type Sink = {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  readonly columns: number;
};

/** Standard input: a whole text, or answers of a person at a terminal. */
type Input = {
  readonly isTTY: boolean;
  /** Everything up to its end, or the first `limit` characters and one more. */
  readonly readAll: (limit: number) => Promise<string>;
  /** One line of a person. `hidden`: nothing of it is shown. null: given up (Ctrl-C, Ctrl-D, end of input). */
  readonly readLine: (hidden: boolean, signal: AbortSignal) => Promise<string | null>;
};

/** All that the command line door takes from its process; a test gives its own. */
export type World = {
  readonly out: Sink;
  readonly err: Sink;
  readonly input: Input;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
  readonly clock: Clock;
  /** Calls back for each Ctrl-C or request to end; returns how to stop listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
  readonly exitNow: (code: number) => void;
  readonly version: () => string;
  readonly openDesk: () => Promise<Desk>;
  readonly random: () => Promise<Random>;
  /** The folder that the window was built into. */
  readonly windowDir: string;
  /** Opens a file or page with the program the system has for it; false where there is none. */
  readonly openWithSystem: (target: string) => Promise<boolean>;
};
