import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { loseAnonymous } from './anonymous-volumes.ts';
import { addStep, type Draft } from './draft.ts';
import type { Observed, ObservedContainer } from './observed.ts';
import { holdsProcess } from './stop-services.ts';

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
  draft.warnings.push(
    `Containers of services that the Compose file no longer has: ${names.join(', ')}. --remove-orphans removes them.`,
  );
}

/** The Compose files a container was made from, as compose labels it. */
export const filesOf = ({ labels }: ObservedContainer): readonly string[] =>
  (labels['com.docker.compose.project.config_files'] ?? '').split(',').filter((file) => file !== '');

function originOf(model: Model, container: ObservedContainer): string {
  const files = filesOf(container);
  return files.length === 0 || files.join() === model.files.join() ? '' : ` (made from ${files.join(', ')})`;
}

/**
 * Stops and removes the orphans, and what one-off containers left. Returns the removals of orphans: a service that was given
 * another name has the same volume and ports, and two servers on one data directory spoil it.
 */
export function removeOrphans(
  draft: Draft,
  project: Project,
  graceSeconds: number | null,
): readonly number[] {
  const because = 'the Compose file no longer has it';
  const removals = removeAll(draft, orphansOf(project), { because, graceSeconds });
  removeAll(draft, endedOneOffs(project), { because: 'a one-off container that ended', graceSeconds });
  return removals.map(({ step }) => step);
}

export type RemoveAll = {
  readonly because: string;
  readonly graceSeconds: number | null;
  readonly volumes?: 'removed' | undefined;
};

/** A container and the step that removes it. */
export type Removal = { readonly container: ObservedContainer; readonly step: number };

/** Stops and removes containers that nothing else depends on. Returns the removals. */
export function removeAll(
  draft: Draft,
  containers: readonly ObservedContainer[],
  { because, graceSeconds, volumes }: RemoveAll,
): readonly Removal[] {
  if (volumes === 'removed') loseAnonymous(draft, containers);
  return containers.map((container) => {
    const { name, service } = container;
    const stop = { do: 'stop container', container: name, graceSeconds } as const;
    const after = holdsProcess(container)
      ? [addStep(draft, { service, because, after: [], action: stop })]
      : [];
    const removal = { do: 'remove container', container: name } as const;
    const action = volumes === undefined ? removal : { ...removal, volumes };
    return { container, step: addStep(draft, { service, because, after, action }) };
  });
}
