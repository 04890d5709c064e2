import { describe } from '../../contract/describe.ts';
import { type ProjectGoal, projectGoals } from '../../contract/names.ts';
import type { CommandView } from '../../contract/view.ts';
import { resetsIn } from '../profile/resets-in.ts';
import type { State } from './state.ts';

/** What a user can ask for now, and why the rest cannot be asked for. Every door shows exactly these. */
export const commands = (state: State): readonly CommandView[] =>
  projectGoals.map((goal) => {
    const whyNot = refusal(state, goal);
    return {
      goal,
      enabled: whyNot === null,
      whyNot,
      confirm: whyNot === null ? confirmation(state, goal) : null,
    };
  });

/** Why nothing can be asked for now; null where something can. */
export function standstill(state: State): string | null {
  if (state.run?.status === 'running') return `${state.run.goal} is running.`;
  if (state.engine.state === 'connecting') return 'Berth is connecting to the Docker Engine.';
  if (state.engine.state === 'unreachable') return `${describe(state.engine.problem).title}.`;
  return state.model === null ? 'The files of the project have faults.' : null;
}

function refusal(state: State, goal: ProjectGoal): string | null {
  const stands = standstill(state);
  if (stands !== null) return stands;
  if (goal === 'down')
    return state.observed.containers.length === 0 && state.observed.networks.length === 0
      ? 'Nothing is up.'
      : null;
  if (goal === 'up')
    return Object.keys(state.model?.services ?? {}).length === 0
      ? 'The Compose file declares no service.'
      : null;
  return databaseRefusal(state, goal);
}

function databaseRefusal(state: State, goal: 'reset' | 'undo'): string | null {
  const { environment } = state.project;
  if (state.generations === null) return 'berth.yaml names no database.';
  if (!resetsIn(environment)) return `The database is not reset in ${environment}.`;
  return goal === 'undo' && state.generations.undo === null ? 'There is nothing to undo.' : null;
}

function confirmation(state: State, goal: ProjectGoal): CommandView['confirm'] {
  const { generations } = state;
  if (generations === null || goal === 'up' || goal === 'down') return null;
  if (goal === 'reset') {
    return {
      title: 'Reset the database?',
      loses: [`It starts anew. The data of generation ${generations.current} is kept: undo brings it back.`],
    };
  }
  return {
    title: 'Undo the reset?',
    loses: [
      `The database goes back to generation ${generations.undo ?? generations.current}. The data of generation ${generations.current} is kept.`,
    ],
  };
}
