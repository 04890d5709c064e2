import { assertNever } from '../../contract/result.ts';
import { printSealed } from '../secrets/sealed.ts';
import type { Action } from './plan.ts';
import type { ContainerRequest } from './requests.ts';

/** The docker command that does the same as a step, secrets as `${NAME}`. For reading and for use in a shell. */
export const equivalent = (action: Action): string => printSealed(command(action).map(quote).join(' '));

function command(action: Action): readonly string[] {
  switch (action.do) {
    case 'pull image':
      return ['docker', 'image', 'pull', ...option('--platform', action.platform), action.image];
    case 'build image':
      return [
        'docker',
        'buildx',
        'build',
        '--load',
        '--tag',
        action.image,
        ...option('--target', action.build.target),
        action.build.context ?? '.',
      ];
    case 'create network':
      return [
        'docker',
        'network',
        'create',
        ...(action.request.Internal === true ? ['--internal'] : []),
        ...labels(action.request.Labels),
        action.request.Name,
      ];
    case 'create volume':
      return ['docker', 'volume', 'create', ...labels(action.request.Labels), action.request.Name];
    case 'create container':
      return create(action.request);
    case 'start container':
      return ['docker', 'container', 'start', action.container];
    case 'stop container':
      return [
        'docker',
        'container',
        'stop',
        ...option('--timeout', action.graceSeconds?.toString()),
        action.container,
      ];
    case 'remove container':
      return ['docker', 'container', 'rm', '--force', action.container];
    case 'rename container':
      return ['docker', 'container', 'rename', action.container, action.to];
    case 'remove network':
      return ['docker', 'network', 'rm', action.network];
    case 'remove volume':
      return ['docker', 'volume', 'rm', action.volume];
    case 'wait for':
      return action.condition === 'service_completed_successfully'
        ? ['docker', 'container', 'wait', action.container]
        : ['docker', 'container', 'inspect', '--format', '{{.State.Health.Status}}', action.container];
    case 'move pointer':
      return ['berth', action.to < action.from ? 'undo' : 'reset'];
    default:
      return assertNever(action);
  }
}

const option = (name: string, value: string | null | undefined): readonly string[] =>
  value === null || value === undefined ? [] : [name, value];

const labels = (all: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(all).flatMap(([key, value]) => ['--label', `${key}=${value}`]);

function create(request: ContainerRequest): readonly string[] {
  const { body } = request;
  const ports = Object.entries(body.HostConfig.PortBindings ?? {}).flatMap(([target, bindings]) =>
    bindings.flatMap(({ HostIp, HostPort }) => [
      '--publish',
      `${HostIp === '' ? '' : `${HostIp}:`}${HostPort}:${target}`,
    ]),
  );
  const mounts = (body.HostConfig.Mounts ?? []).flatMap((mount) => [
    '--mount',
    [
      `type=${mount.Type}`,
      ...(mount.Source === undefined ? [] : [`source=${mount.Source}`]),
      `target=${mount.Target}`,
    ].join(','),
  ]);
  const entrypoint = body.Entrypoint?.[0];
  return [
    'docker',
    'container',
    'create',
    '--name',
    request.name,
    ...option('--platform', request.platform),
    ...option('--network', body.HostConfig.NetworkMode),
    ...ports,
    ...(body.HostConfig.Binds ?? []).flatMap((bind) => ['--volume', bind]),
    ...mounts,
    ...body.Env.flatMap((entry) => ['--env', entry]),
    ...labels(body.Labels),
    ...option('--entrypoint', entrypoint),
    body.Image,
    ...(body.Entrypoint ?? []).slice(1),
    ...(body.Cmd ?? []),
  ];
}

/** For a POSIX shell. A reference to a secret stays open to expansion. */
function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
