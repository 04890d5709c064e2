import type { Answer } from '../../ports/docker.ts';
import { done } from './call.ts';
import { deadlines } from './deadlines.ts';
import { pathOf, type Wire } from './wire.ts';

/** DELETE /images/{reference}: the tag, and the image with its last tag. 409 (a container uses it) leaves it. */
export async function removeImage(wire: Wire, reference: string, signal: AbortSignal): Answer<void> {
  const ask = { method: 'DELETE', path: pathOf('images', reference), deadlineMs: deadlines.remove } as const;
  return done(await wire.json(ask, signal), wire, `remove image ${reference}`, [404, 409]);
}
