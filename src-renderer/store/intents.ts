import type { StoreApi } from 'zustand/vanilla';
import type { GoalFlags } from '../../src-main/contract/goal-flags.ts';
import type { Environment, Goal } from '../../src-main/contract/names.ts';
import { fail } from '../../src-main/contract/result.ts';
import type {
  FindingView,
  KeyView,
  OpenProject,
  PlanView,
  SecretView,
} from '../../src-main/contract/view.ts';
import type { Api } from '../connection/connection.ts';
import type { Desktop } from '../connection/desktop.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { WindowState } from './window-state.ts';

export type OpenWish = { readonly dir: string; readonly environment: Environment };
export type GoalWish = {
  readonly goal: Goal;
  /** All when left out. */
  readonly services?: readonly string[];
  readonly flags?: GoalFlags;
  /** The id of the plan that was shown and agreed to. */
  readonly approve?: string;
};

/** Everything the window can ask of its door. Each answers with an Outcome and never throws. */
export type Intents = {
  readonly openProject: (wish: OpenWish) => Promise<Outcome<OpenProject>>;
  readonly selectProject: (project: OpenProject) => void;
  /** Back to the choice of projects. */
  readonly leaveProject: () => void;
  readonly reload: () => Promise<Outcome<void>>;
  readonly plan: (wish: GoalWish) => Promise<Outcome<PlanView>>;
  readonly start: (wish: GoalWish) => Promise<Outcome<void>>;
  readonly cancel: (run: string) => Promise<Outcome<void>>;
  readonly keys: () => Promise<Outcome<readonly KeyView[]>>;
  readonly configText: () => Promise<Outcome<string>>;
  readonly secrets: () => Promise<Outcome<readonly SecretView[]>>;
  readonly setSecret: (name: string, value: string) => Promise<Outcome<void>>;
  /** Null: all that are missing and can be generated. Answers the names that were set. */
  readonly generateSecrets: (name: string | null) => Promise<Outcome<readonly string[]>>;
  readonly forgetSecret: (name: string) => Promise<Outcome<void>>;
  readonly check: () => Promise<Outcome<readonly FindingView[]>>;
  /** The system's own dialogs; null where there are none (a browser). */
  readonly dialogs: Desktop | null;
};

export type IntentParts = {
  readonly state: StoreApi<WindowState>;
  readonly follow: (api: Api, project: OpenProject) => void;
  readonly leave: () => void;
  readonly dialogs: Intents['dialogs'];
};

/** The intents over the wire that the state knows now. */
export function intentsOf({ state, follow, leave, dialogs }: IntentParts): Intents {
  const call = callOver(state);
  const ofProject = projectCallOver(state);
  return {
    dialogs,
    leaveProject: leave,
    selectProject: (project) => {
      const { connection } = state.getState();
      if (connection.kind === 'connected') follow(connection.api, project);
    },
    openProject: (wish) => call((api) => openAndFollow(api, wish, { state, follow })),
    reload: () => ofProject(async (api, project) => void (await api.projects.reload({ project }))),
    plan: (wish) => ofProject((api, project) => api.plan.make({ project, ...wired(wish) })),
    start: (wish) =>
      ofProject(async (api, project) => {
        const agreed = wish.approve === undefined ? {} : { approve: wish.approve };
        await api.runs.start({ project, ...wired(wish), ...agreed });
      }),
    cancel: (run) => ofProject((api, project) => api.runs.cancel({ project, run })),
    keys: () => ofProject((api, project) => api.config.keys({ project })),
    configText: () =>
      ofProject(async (api, project) => (await api.config.read({ project, format: 'yaml' })).text),
    check: () => call((api) => api.doctor.check(namedProject(state))),
    ...secretIntents(ofProject),
  };
}

function secretIntents(ofProject: ProjectCall) {
  return {
    secrets: () => ofProject((api, project) => api.secrets.list({ project })),
    setSecret: (name: string, value: string) =>
      ofProject((api, project) => api.secrets.set({ project, name, value })),
    generateSecrets: (name: string | null) =>
      ofProject((api, project) => api.secrets.generate({ project, ...(name === null ? {} : { name }) })),
    forgetSecret: (name: string) => ofProject((api, project) => api.secrets.forget({ project, name })),
  };
}

type Call = <T>(work: (api: Api) => Promise<T>) => Promise<Outcome<T>>;
type ProjectCall = <T>(work: (api: Api, project: string) => Promise<T>) => Promise<Outcome<T>>;

function callOver(state: StoreApi<WindowState>): Call {
  return async (work) => {
    const { connection } = state.getState();
    return connection.kind === 'connected' ? outcomeOf(() => work(connection.api)) : fail({ kind: 'lost' });
  };
}

function projectCallOver(state: StoreApi<WindowState>): ProjectCall {
  const call = callOver(state);
  return (work) => call((api) => work(api, state.getState().project?.id ?? ''));
}

async function openAndFollow(
  api: Api,
  wish: OpenWish,
  { state, follow }: Pick<IntentParts, 'state' | 'follow'>,
) {
  const project = await api.projects.open(wish);
  const others = (state.getState().projects ?? []).filter(({ id }) => id !== project.id);
  state.setState({ projects: [...others, project] });
  follow(api, project);
  return project;
}

function namedProject(state: StoreApi<WindowState>): { readonly project?: string } {
  const project = state.getState().project;
  return project === null ? {} : { project: project.id };
}

/** The contract takes lists of its own, and no field that is not there. */
const wired = ({ goal, services, flags }: GoalWish) => ({
  goal,
  ...(services === undefined ? {} : { services: [...services] }),
  ...(flags === undefined ? {} : { flags }),
});
