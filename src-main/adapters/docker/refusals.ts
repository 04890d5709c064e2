import type { RefusedPart } from '../../contract/problem.ts';

/** What of a container's description an engine could not do, and what it is about. */
export type Refusal = { readonly part: RefusedPart; readonly thing: string };

// Texts of engine 28.5 with runc 1.3; those of 20.10 differ in what stands before them.
const said: readonly (readonly [RegExp, RefusedPart])[] = [
  [
    /exec: "([^"]*)": (?:executable file not found|stat [^:]*: no such file|permission denied|is a directory)/,
    'command',
  ],
  [/bind source path does not exist: (.+)$/, 'mount'],
  [/error gathering device information while adding custom device "([^"]*)"/, 'device'],
  [/could not select device driver "[^"]*" with capabilities: (.+)$/, 'gpu'],
  [/unable to find (?:user|group) ([^:]+): no matching entries/, 'user'],
  [/error looking up logging plugin ([^:]+):/, 'logging'],
  [/unknown or invalid runtime name: (.+)$/, 'runtime'],
  [/Cannot mkdir: (.+) is not a directory/, 'working folder'],
];

/** What an engine's refusal to make or start a container is about; null where it is none of these. */
export function refusalOf(message: string): Refusal | null {
  for (const [text, part] of said) {
    const thing = text.exec(message)?.[1];
    if (thing !== undefined) return { part, thing };
  }
  return null;
}

/** Whether a network was refused because another one has its addresses. Engine 20.10 to 28.5. */
export const saysOverlap = (message: string): boolean => /pool overlaps with other one/i.test(message);

/**
 * Whether the engine meets the process of an earlier start that it does not know of: it was killed while it started the
 * container (engine 28.5 with containerd 1.6). Each further start fails in the same way.
 */
export const saysStuck = (message: string): boolean => /AlreadyExists: task [0-9a-f]{64}/.test(message);

/** The network that a container is to be on and that is not there; null where a start failed for another reason. */
export const missingNetwork = (message: string): string | null =>
  /\bnetwork (\S+) not found$/.exec(message.trim())?.[1] ?? null;

/** Whether the container that was asked for is not there, or is on its way out. Engine 20.10 to 28.5, at 404 and 409. */
export const saysContainerGone = (message: string): boolean =>
  /^no such container|marked for removal/i.test(message);

/** Who has a name that was refused to another container, as far as the refusal tells; null where it is about no name. */
export function nameHolder(message: string): string | null {
  const holder = /already in use by (?:container )?"?([0-9a-f]{12})?/.exec(message);
  if (holder === null) return null;
  return holder[1] === undefined ? 'Another container' : `Container ${holder[1]}`;
}

/** Whether the engine's disk is full. */
export const saysDiskFull = (message: string): boolean => /no space left on device/i.test(message);
