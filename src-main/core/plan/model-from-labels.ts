import type { DependencyCondition } from '../../contract/view.ts';
import type { Dependency, Model, ServiceModel } from '../compose/model.ts';
import type { Observed } from './observed.ts';
import { filesOf } from './orphans.ts';

/**
 * A project whose Compose file is not at hand, as far as the labels of its containers, networks and volumes tell it: enough to
 * stop it, to start it again and to take it down, as docker compose does with `-p`. A volume that has generations of a database
 * is left out: nothing here says which of them is in use.
 */
export function modelFromLabels(name: string, observed: Observed): Model {
  const services = observed.containers
    .filter(({ oneOff, service }) => !oneOff && service !== '')
    .map(({ service, image, labels }): readonly [string, ServiceModel] => [
      service,
      {
        command: null,
        entrypoint: null,
        image,
        depends_on: dependencies(labels['com.docker.compose.depends_on'] ?? ''),
      },
    ]);
  const generational = new Set(observed.volumes.flatMap(({ labels }) => labels['berth.volume'] ?? []));
  return {
    name,
    workingDir: observed.containers[0]?.labels['com.docker.compose.project.working_dir'] ?? '',
    files: observed.containers.slice(0, 1).flatMap(filesOf),
    services: Object.fromEntries(services),
    networks: keyed(observed.networks, 'com.docker.compose.network'),
    volumes: Object.fromEntries(
      Object.entries(keyed(observed.volumes, 'com.docker.compose.volume')).filter(
        ([key]) => !generational.has(key),
      ),
    ),
    secrets: {},
    configs: {},
    disabled: [],
  };
}

const keyed = (
  things: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[],
  label: string,
): Record<string, { readonly name: string }> =>
  Object.fromEntries(
    things.flatMap(({ name, labels }) => (labels[label] === undefined ? [] : [[labels[label], { name }]])),
  );

const conditions: readonly DependencyCondition[] = [
  'service_started',
  'service_healthy',
  'service_completed_successfully',
];

/** `db:service_healthy:true,cache:service_started:false`: name, condition, whether it restarts along. */
function dependencies(label: string): Readonly<Record<string, Dependency>> {
  const entries = label.split(',').flatMap((entry) => {
    const [name = '', word = '', restart = ''] = entry.split(':');
    const condition = conditions.find((known) => known === word);
    if (name === '' || condition === undefined) return [];
    return [[name, { condition, required: true, ...(restart === 'true' ? { restart: true } : {}) }] as const];
  });
  return Object.fromEntries(entries);
}
