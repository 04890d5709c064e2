import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { addStep, type Draft } from './draft.ts';
import type { Observed, ObservedContainer } from './observed.ts';

type Project = { readonly model: Model; readonly observed: Observed };

/** Containers of the project whose service the file no longer has; one of a profile that is off is none. */
export function orphansOf({ model, observed }: Project): readonly ObservedContainer[] {
  const known = new Set<ServiceName>([...Object.keys(model.services), ...model.disabled]);
  return observed.containers.filter((container) => !container.oneOff && !known.has(container.service));
}

/** One-off containers that ended: they go with the orphans, without a word before. */
const endedOneOffs = ({ observed }: Project): readonly ObservedContainer[] =>
  observed.containers.filter(({ oneOff, state }) => oneOff && (state === 'exited' || state === 'dead'));

/** Names the orphans, each with the files it was made from where those are others than now. */
export function warnOfOrphans(draft: Draft, project: Project): void {
  const orphans = orphansOf(project);
  if (orphans.length === 0) return;
  const names = orphans.map((container) => `${container.name}${originOf(project.model, container)}`);
  draft.warnings.push(`Containers of services that the Compose file no longer has: ${names.join(', ')}.`);
}

function originOf(model: Model, { labels }: ObservedContainer): string {
  const files = labels['com.docker.compose.project.config_files'] ?? '';
  return files === '' || files === model.files.join(',') ? '' : ` (made from ${files.replaceAll(',', ', ')})`;
}

/** Stops and removes the orphans, and what one-off containers left. Nothing waits for it. */
export function removeOrphans(draft: Draft, project: Project): void {
  removeAll(draft, orphansOf(project), 'the Compose file no longer has it');
  removeAll(draft, endedOneOffs(project), 'a one-off container that ended');
}

/** Stops and removes containers that nothing else depends on. Returns the removals. */
export function removeAll(
  draft: Draft,
  containers: readonly ObservedContainer[],
  because: string,
  volumes?: 'removed',
): readonly number[] {
  return containers.map((container) => {
    const { name, service } = container;
    const runs = ['running', 'restarting', 'paused'].includes(container.state);
    const stop = { do: 'stop container', container: name, graceSeconds: null } as const;
    const after = runs ? [addStep(draft, { service, because, after: [], action: stop })] : [];
    const action = {
      do: 'remove container',
      container: name,
      ...(volumes === undefined ? {} : { volumes }),
    } as const;
    return addStep(draft, { service, because, after, action });
  });
}
