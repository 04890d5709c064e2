import type { Problem } from '../contract/problem.ts';
import type { Machine } from '../ports/machine.ts';

type Values = Readonly<Record<string, string>>;

// What Go's strconv.ParseBool takes.
const truths = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

/** A COMPOSE_DISABLE_ENV_FILE that docker compose 2.40 refuses; it asks only where no file of variables is named. */
export const disablingFaults = (values: Values): readonly Problem[] => {
  const value = values['COMPOSE_DISABLE_ENV_FILE'];
  return value === undefined || truths.includes(value)
    ? []
    : [refused(`COMPOSE_DISABLE_ENV_FILE is ${JSON.stringify(value)}`, 'Set it to true or false.')];
};

/** A COMPOSE_FILE with an empty name in it: to docker compose 2.40 that is the folder itself, which is no file. */
export function fileListFaults(values: Values, platform: Machine['platform']): readonly Problem[] {
  const separator = values['COMPOSE_PATH_SEPARATOR'] || (platform === 'win32' ? ';' : ':');
  const value = values['COMPOSE_FILE'];
  if (value === undefined || value.split(separator).every((name) => name !== '')) return [];
  return [refused(`COMPOSE_FILE is ${JSON.stringify(value)}`, 'Unset it, or name a file in each place.')];
}

/** A COMPOSE_PARALLEL_LIMIT that is no whole number; null: it is not set. */
export const parallelFaults = (value: string | null): readonly Problem[] =>
  value === null || /^[+-]?\d+$/.test(value)
    ? []
    : [refused(`COMPOSE_PARALLEL_LIMIT is ${JSON.stringify(value)}`, 'Set it to a whole number.')];

const refused = (message: string, hint: string): Problem => ({
  kind: 'compose-invalid',
  message,
  at: null,
  hint,
});
