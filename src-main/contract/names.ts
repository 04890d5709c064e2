/** A Compose service: its key under `services:`. */
export type ServiceName = string & { readonly brand?: 'ServiceName' };

/** A configuration key in upper snake case with its service as prefix, e.g. `API__LOG_LEVEL`. */
export type KeyName = string & { readonly brand?: 'KeyName' };

/** The id of one opened project: stable for one folder and one environment on this machine. */
export type ProjectId = string & { readonly brand?: 'ProjectId' };

/** The id of one plan: the first 16 hex digits of the SHA-256 of its printed text. */
export type PlanId = string & { readonly brand?: 'PlanId' };

/** The id of one run of a plan. */
export type RunId = string & { readonly brand?: 'RunId' };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number & { readonly brand?: 'EpochMs' };

export const environments = ['local', 'ci', 'staging', 'production'] as const;

/** Selects values and policies; never a branch in logic. */
export type Environment = (typeof environments)[number];

/** Where the value of a key came from. */
export type Origin = 'environment variable' | 'keychain' | '.env.local' | '.env' | 'default' | 'composed';

/** What the board offers for the whole project. */
export const projectGoals = ['up', 'down', 'reset', 'undo'] as const;

/** What can be done to the containers and images of all services or of some, as docker compose has it. */
export const serviceGoals = [
  'start',
  'stop',
  'restart',
  'remove',
  'kill',
  'pause',
  'unpause',
  'pull',
  'build',
] as const;

/** What can be done to the data of the database beside reset and undo. */
export const databaseGoals = [
  'prepare',
  'snapshot',
  'restore',
  'keep',
  'prune',
  'export',
  'import',
  'upgrade',
] as const;

/** What a user wants of a project: one goal, one plan. */
export const goals = [...projectGoals, ...serviceGoals, ...databaseGoals] as const;

export type ProjectGoal = (typeof projectGoals)[number];
export type ServiceGoal = (typeof serviceGoals)[number];
export type DatabaseGoal = (typeof databaseGoals)[number];
export type Goal = (typeof goals)[number];

/** A place in a text: 1-based line and column, as editors count. */
export type At = { readonly file: string; readonly line: number; readonly column: number };

export const printAt = (at: At): string => `${at.file}:${at.line}:${at.column}`;
