import type { BoundProject } from './bind-project.ts';
import { checkService } from './check-service.ts';
import { dependencyCycle } from './dependency-cycle.ts';
import { extensionsKey } from './extensions.ts';
import type { Faults } from './faults.ts';
import type { ServiceModel } from './model.ts';
import { suggest } from './suggest.ts';
import { placeOf, type Tree } from './tree.ts';

/** A project to check: its tree for the places, everything declared, and the services that are on. */
export type Checked = {
  readonly root: Tree;
  readonly project: BoundProject;
  readonly enabled: Readonly<Record<string, ServiceModel>>;
  /** Parts that lost something to earlier faults; see ProjectContext. */
  readonly damaged: ReadonlySet<string>;
  readonly faults: Faults;
};

/** Refuses what does not fit together: references to nothing, attributes that exclude each other, cycles, names used twice. */
export function checkProject(checked: Checked): void {
  for (const [name, service] of Object.entries(checked.enabled)) {
    checkService(name, service, checked);
    // With a whole file unread, everything that it may have declared would be missed.
    if (!checked.damaged.has('*')) checkReferences(name, service, checked);
  }
  checkSecretSources(checked);
  checkContainerNames(checked);
  checkCycles(checked);
}

function checkReferences(name: string, service: ServiceModel, checked: Checked): void {
  const sources = (references: readonly { readonly source?: string }[] = []): string[] =>
    references.map(({ source }) => source ?? '');
  const named = (service.volumes ?? []).filter(
    ({ type, source }) => type === 'volume' && source !== undefined,
  );
  refer(name, 'networks', Object.keys(service.networks ?? {}), checked);
  refer(name, 'volumes', sources(named), checked);
  refer(name, 'secrets', sources(service.secrets), checked);
  refer(name, 'configs', sources(service.configs), checked);
  refer(name, 'models', Object.keys(service.models ?? {}), checked);
  const buildSecrets = (service.build?.secrets ?? []) as readonly { readonly source?: string }[];
  refer(name, 'secrets', sources(buildSecrets), checked, 'build');
  checkDependencies(name, service, checked);
  checkNamespace(name, service, checked);
  checkBuildContexts(name, service, checked);
}

type Kind = 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

function refer(name: string, kind: Kind, used: readonly string[], checked: Checked, under = ''): void {
  const declared = Object.keys(checked.project[kind]);
  for (const wanted of used) {
    if (checked.faults.isFull) return;
    if (Object.hasOwn(checked.project[kind], wanted) || checked.damaged.has(`${kind}.${wanted}`)) continue;
    const path = ['services', name, ...(under === '' ? [] : [under]), kind];
    const at = placeOf(checked.root, [...path, ...placeInList(checked.root, path, wanted)]);
    const singular = kind.slice(0, -1);
    if (wanted === extensionsKey) {
      checked.faults.refuse(
        at,
        `compose takes a ${singular} that starts with x- for an extension`,
        'Give it another name.',
      );
      continue;
    }
    const hint = suggest(wanted, declared) ?? `Declare it under ${kind}: at the top of the file.`;
    checked.faults.refuse(
      at,
      `service ${JSON.stringify(name)} refers to undefined ${singular} ${wanted}`,
      hint,
    );
  }
}

/** The key in a mapping of references, or the position in a list of them. */
function placeInList(root: Tree, path: readonly string[], wanted: string): readonly (string | number)[] {
  let here: Tree | undefined = root;
  for (const step of path) here = here?.kind === 'map' ? here.fields.get(step)?.value : undefined;
  if (here?.kind !== 'list') return [wanted];
  const index = here.items.findIndex((item) => {
    const source = item.kind === 'map' ? item.fields.get('source')?.value : item;
    return source?.kind === 'text' && source.value === wanted;
  });
  return index < 0 ? [] : [index];
}

function checkDependencies(
  name: string,
  service: ServiceModel,
  { root, project, enabled, damaged, faults }: Checked,
): void {
  for (const [wanted, dependency] of Object.entries(service.depends_on ?? {})) {
    if (faults.isFull) return;
    if (Object.hasOwn(enabled, wanted) || damaged.has(`services.${wanted}`)) continue;
    const isDeclared = Object.hasOwn(project.services, wanted);
    if (isDeclared && !dependency.required) continue;
    const hint = isDeclared
      ? `${wanted} is in a profile that is not active.`
      : suggest(wanted, Object.keys(project.services));
    const at = placeOf(root, ['services', name, 'depends_on', wanted]);
    faults.refuse(
      at,
      `service ${JSON.stringify(name)} depends on undefined service ${JSON.stringify(wanted)}`,
      hint,
    );
  }
}

function checkNamespace(
  name: string,
  { network_mode: mode = '' }: ServiceModel,
  { root, project, damaged, faults }: Checked,
): void {
  const wanted = mode.slice('service:'.length);
  if (
    !mode.startsWith('service:') ||
    Object.hasOwn(project.services, wanted) ||
    damaged.has(`services.${wanted}`)
  )
    return;
  faults.refuse(
    placeOf(root, ['services', name, 'network_mode']),
    `service ${JSON.stringify(wanted)} not found for network_mode of ${name}`,
  );
}

function checkBuildContexts(
  name: string,
  service: ServiceModel,
  { root, project, damaged, faults }: Checked,
): void {
  const contexts = (service.build?.additional_contexts ?? {}) as Readonly<Record<string, string>>;
  for (const [key, context] of Object.entries(contexts)) {
    const wanted = context.slice('service:'.length);
    if (!context.startsWith('service:') || damaged.has(`services.${wanted}`)) continue;
    const target = Object.hasOwn(project.services, wanted) ? project.services[wanted] : undefined;
    if (target?.build !== undefined) continue;
    const why = target === undefined ? 'does not exist' : 'has no build';
    const at = placeOf(root, ['services', name, 'build', 'additional_contexts', key]);
    faults.refuse(
      at,
      `service ${JSON.stringify(name)} builds from service ${JSON.stringify(wanted)}, which ${why}`,
    );
  }
}

function checkSecretSources({ root, project, faults }: Checked): void {
  for (const [name, secret] of Object.entries(project.secrets)) {
    if (secret.external === true || secret.file !== undefined || secret.environment !== undefined) continue;
    faults.refuse(
      placeOf(root, ['secrets', name]),
      `secrets.${name}: one of file, environment has to be set`,
    );
  }
}

function checkContainerNames({ root, enabled, faults }: Checked): void {
  const owners = new Map<string, string>();
  for (const name of Object.keys(enabled).sort()) {
    const container = enabled[name]?.container_name;
    if (container === undefined) continue;
    const owner = owners.get(container);
    const at = placeOf(root, ['services', name, 'container_name']);
    if (owner !== undefined)
      faults.refuse(
        at,
        `services.${name}: container name ${JSON.stringify(container)} is already in use by services.${owner}`,
      );
    else owners.set(container, name);
  }
}

function checkCycles({ root, enabled, faults }: Checked): void {
  const cycle = dependencyCycle(enabled);
  const [first = '', second = ''] = cycle ?? [];
  if (cycle === null) return;
  faults.refuse(
    placeOf(root, ['services', first, 'depends_on', second]),
    `dependency cycle detected: ${cycle.join(' -> ')}`,
  );
}
