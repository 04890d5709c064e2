import type { VolumeRequest } from './requests.ts';

/** Who has the lock of a project at an engine, as its labels tell it. */
export type EngineHolding = {
  /** Differs for each attempt. */
  readonly ticket: string;
  /** `ada@laptop, process 4711`. */
  readonly holder: string;
  /** Process ids are those of this system: Windows and the Linux inside it share a host name. */
  readonly platform: string;
  readonly goal: string;
  /** As a person reads it, with its time zone. */
  readonly since: string;
};

/**
 * The engine's name of the volume that is a project's lock. It carries no label of Compose: `docker compose` does not see it
 * and `docker compose down --volumes` leaves it. Its name cannot be that of a project's volume, which holds no dot before its
 * project's name.
 */
export const lockVolume = (project: string): string => `berth.lock.${project}`;

/**
 * The name of the right to take the lock over from a holder that died: only one can have it. It is the same each time, so that
 * one that was left behind is met again and cleared away.
 */
export const rightVolume = (project: string): string => `${lockVolume(project)}.after`;

const label = (name: keyof EngineHolding): string => `berth.lock.${name}`;

/** The volume that says who holds a project. It never has data. */
export const holdingRequest = (name: string, project: string, holding: EngineHolding): VolumeRequest => ({
  Name: name,
  Labels: {
    'berth.lock': project,
    [label('ticket')]: holding.ticket,
    [label('holder')]: holding.holder,
    [label('platform')]: holding.platform,
    [label('goal')]: holding.goal,
    [label('since')]: holding.since,
  },
});

/** null: these are not the labels of a lock. */
export function holdingOf(labels: Readonly<Record<string, string>>): EngineHolding | null {
  const [ticket, holder] = [labels[label('ticket')], labels[label('holder')]];
  if (ticket === undefined || holder === undefined) return null;
  return {
    ticket,
    holder,
    platform: labels[label('platform')] ?? '',
    goal: labels[label('goal')] ?? '',
    since: labels[label('since')] ?? '',
  };
}
