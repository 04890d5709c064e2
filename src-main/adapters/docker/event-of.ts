import type { EngineEvent } from '../../ports/docker.ts';

/** What is read of a line of GET /events (Engine API v1.41 to v1.51). */
export type EventJson = {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> | null };
};

/**
 * Actions asked for. Without the list each health probe sends `exec_create`, `exec_start` and `exec_die`. A filter of
 * `health_status` also lets `health_status: healthy` through (verified on engine 28.5).
 */
export const wantedActions = [
  'create',
  'start',
  'die',
  'stop',
  'oom',
  'pause',
  'unpause',
  'destroy',
  'rename',
  'update',
  'health_status',
] as const;

export type OfProject =
  | { readonly sure: true; readonly event: EngineEvent }
  /** A new network or volume whose name does not tell whose it is: its labels do. */
  | { readonly sure: false; readonly event: Extract<EngineEvent, { kind: 'network' | 'volume' }> };

/**
 * The event as Berth reports it, null where it is another project's. Containers carry their labels in the event; networks and
 * volumes carry none, so they are known by the project's prefix, or by having been seen (`known`).
 */
export function eventOf(json: EventJson, project: string, known: ReadonlySet<string>): OfProject | null {
  const action = json.Action ?? '';
  const attributes = json.Actor?.Attributes ?? {};
  const id = json.Actor?.ID ?? '';
  if (json.Type === 'container') {
    if (attributes['com.docker.compose.project'] !== project) return null;
    return { sure: true, event: { kind: 'container', id, action } };
  }
  if (json.Type !== 'network' && json.Type !== 'volume') return null;
  const name = json.Type === 'network' ? (attributes['name'] ?? id) : id;
  const event = { kind: json.Type, name, action } as const;
  if (name.startsWith(`${project}_`) || known.has(`${json.Type} ${name}`)) return { sure: true, event };
  return action === 'create' ? { sure: false, event } : null;
}
