import type { Environment, ProjectId } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { EngineView, KeyView, RunView } from '../../contract/view.ts';
import type { Model } from '../compose/model.ts';
import type { Chain } from '../database/chain.ts';
import type { Generations } from '../plan/generations.ts';
import { nothingObserved, type Observed, type ObservedContainer } from '../plan/observed.ts';
import type { Profile } from '../profile/profile.ts';

/** All that a door knows of one project. Changed by `reduce` alone; shown by `view` alone. */
export type State = {
  readonly project: { readonly id: ProjectId; readonly dir: string; readonly environment: Environment };
  readonly model: Model | null;
  readonly profile: Profile | null;
  readonly files: readonly string[];
  readonly urls: Readonly<Record<string, string>>;
  readonly keys: readonly KeyView[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly engine: EngineView;
  readonly observed: Observed;
  readonly generations: Generations | null;
  /** Absent: the ledger was not asked. */
  readonly chain?: Chain | null;
  readonly run: RunView | null;
  /** The containers as they were when that run ended; absent: it has not. */
  readonly seenAtEnd?: readonly ObservedContainer[];
};

export const initialState = (project: State['project']): State => ({
  project,
  model: null,
  profile: null,
  files: [],
  urls: {},
  keys: [],
  problems: [],
  warnings: [],
  engine: { state: 'connecting' },
  observed: nothingObserved,
  generations: null,
  run: null,
});
