import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EnvironmentView, OpenProject } from '../../src-main/contract/view.ts';
import type { Api, Connection } from '../connection/connection.ts';
import { followBoard } from './follow-board.ts';
import { type Intents, intentsOf } from './intents.ts';
import { emptyFeed, followLogs } from './log-feed.ts';
import { failureOf, outcomeOf } from './outcome.ts';
import { firstState, type WindowState } from './window-state.ts';

export type WindowStore = { readonly state: StoreApi<WindowState>; readonly intents: Intents };

/** The window's state, kept up to date over `connection`, and everything one can ask of it. */
export function openWindowStore(connection: Connection, dialogs: Intents['dialogs']): WindowStore {
  const state = createStore<WindowState>(() => firstState);
  let following = new AbortController();
  const follow = (api: Api, project: OpenProject) => {
    following.abort();
    following = new AbortController();
    const isSame = state.getState().project?.id === project.id;
    state.setState({ project, boardFailure: null, logs: emptyFeed(), ...(isSame ? {} : { board: null }) });
    followProject({ api, project: project.id, signal: following.signal }, state);
  };
  const leave = () => {
    following.abort();
    state.setState({ project: null, board: null, boardFailure: null, logs: emptyFeed() });
  };
  connection.watch((next) => {
    state.setState({ connection: next });
    if (next.kind !== 'connected') return;
    void resume(next.api, state).then((project) => {
      const now = state.getState().connection;
      const isCurrent = now.kind === 'connected' && now.epoch === next.epoch;
      if (isCurrent && project !== null) follow(next.api, project);
    });
  }, new AbortController().signal);
  return { state, intents: intentsOf({ state, follow, leave, dialogs }) };
}

/**
 * After each connection: which project to look at. The one from before, opened again when the door does not have
 * it any more; at first the one the door has open; else none: who left a project chooses another.
 */
async function resume(api: Api, state: StoreApi<WindowState>): Promise<OpenProject | null> {
  const isFirst = state.getState().projects === null;
  const listed = await outcomeOf(() => Promise.all([api.projects.list(), api.projects.recent()]));
  if (!listed.ok) return null;
  const [projects, recent] = listed.value;
  state.setState({ projects, recent });
  const before = state.getState().project;
  if (before === null) return isFirst ? (projects[0] ?? null) : null;
  const same = projects.find(({ id }) => id === before.id);
  if (same !== undefined) return same;
  const { dir, environment } = before;
  const opened = await outcomeOf(() => api.projects.open({ dir, environment }));
  if (!opened.ok) state.setState({ boardFailure: opened.error });
  return opened.ok ? opened.value : null;
}

type Following = { readonly api: Api; readonly project: string; readonly signal: AbortSignal };

function followProject(wish: Following, state: StoreApi<WindowState>): void {
  const readLogs = () => void followLogs(wish, (logs) => state.setState({ logs }));
  let wasReady = true;
  const show = (board: EnvironmentView) => {
    if (wish.signal.aborted) return;
    state.setState({ board });
    const isReady = board.engine.state === 'ready';
    // Without an engine there was nothing to read from.
    if (isReady && !wasReady && state.getState().logs.failure?.kind === 'problems') readLogs();
    wasReady = isReady;
  };
  followBoard(wish, show).catch((error: unknown) => {
    const failure = failureOf(error);
    // A lost wire is shown by the connection itself, and ends when it is back.
    if (!wish.signal.aborted && failure.kind !== 'lost') state.setState({ boardFailure: failure });
  });
  readLogs();
}
