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

/** Whether the engine's disk is full. */
export const saysDiskFull = (message: string): boolean => /no space left on device/i.test(message);
