import type { Draft } from './draft.ts';
import type { ObservedContainer } from './observed.ts';

/** Names the anonymous volumes that go with containers: nothing brings their data back. */
export function loseAnonymous(draft: Draft, containers: readonly ObservedContainer[]): void {
  for (const container of containers) {
    const targets = container.mounts.filter(isAnonymous).map(({ target }) => target);
    if (targets.length === 0) continue;
    const what = `The anonymous volume${targets.length === 1 ? '' : 's'} of ${container.name}`;
    const verb = targets.length === 1 ? 'is' : 'are';
    draft.loses.push(`${what} at ${targets.join(', ')} ${verb} removed. Nothing brings the data back.`);
  }
}

/** The engine names an anonymous volume with 64 hex digits. */
const isAnonymous = ({ type, source }: ObservedContainer['mounts'][number]): boolean =>
  type === 'volume' && /^[0-9a-f]{64}$/.test(source);
