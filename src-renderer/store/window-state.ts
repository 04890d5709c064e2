import type { EnvironmentView, OpenProject } from '../../src-main/contract/view.ts';
import type { ConnectionState } from '../connection/connection.ts';
import { emptyFeed, type LogFeedState } from './log-feed.ts';
import type { Failure } from './outcome.ts';

/** All the window knows: what the door last said, and which project is looked at. */
export type WindowState = {
  readonly connection: ConnectionState;
  /** Null until the door has said which projects it has open. */
  readonly projects: readonly OpenProject[] | null;
  /** Folders opened before on this machine, newest first. */
  readonly recent: readonly string[];
  readonly project: OpenProject | null;
  /** The last view of `project`; it stays, marked as old, while the connection is lost. */
  readonly board: EnvironmentView | null;
  /** Why the board cannot be followed. */
  readonly boardFailure: Failure | null;
  readonly logs: LogFeedState;
};

export const firstState: WindowState = {
  connection: { kind: 'connecting' },
  projects: null,
  recent: [],
  project: null,
  board: null,
  boardFailure: null,
  logs: emptyFeed(),
};
