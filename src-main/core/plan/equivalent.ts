import { assertNever } from '../../contract/result.ts';
import { printSealed } from '../secrets/sealed.ts';
import type { Action } from './plan.ts';
import type { ContainerBody, ContainerRequest, HookRequest } from './requests.ts';
import { shellText } from './shell-text.ts';

/** The docker command that does the same as a step, secrets as `${NAME}`. For reading and for use in a shell. */
export const equivalent = (action: Action): string => printSealed(shellText(command(action)));

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
    case 'pause container':
      return ['docker', 'container', 'pause', action.container];
    case 'unpause container':
      return ['docker', 'container', 'unpause', action.container];
    case 'signal container':
      return ['docker', 'container', 'kill', '--signal', action.signal, action.container];
    case 'stop container':
      return [
        'docker',
        'container',
        'stop',
        ...option('--timeout', action.graceSeconds?.toString()),
        action.container,
      ];
    case 'remove container':
      return [
        'docker',
        'container',
        'rm',
        '--force',
        ...(action.volumes === 'removed' ? ['--volumes'] : []),
        action.container,
      ];
    case 'run hook':
      return hook(action.container, action.request);
    case 'rename container':
      return ['docker', 'container', 'rename', action.container, action.to];
    case 'remove network':
      return ['docker', 'network', 'rm', action.network];
    case 'remove volume':
      return ['docker', 'volume', 'rm', action.volume];
    case 'remove image':
      return ['docker', 'image', 'rm', action.image];
    case 'wait for':
      return action.condition === 'service_completed_successfully'
        ? ['docker', 'container', 'wait', action.container]
        : ['docker', 'container', 'inspect', '--format', '{{.State.Health.Status}}', action.container];
    case 'copy data':
      return ['docker', 'container', 'run', '--rm', ...create(action.request).slice(3)];
    case 'write bundle':
      return ['berth', 'db', 'export', action.facts.snapshot, '--to', action.file];
    case 'read bundle':
      return ['berth', 'db', 'import', action.file];
    case 'trust key':
      return ['berth', 'db', 'import', '--trust', action.key.id];
    case 'take generation':
    case 'freeze golden':
      return ['docker', 'volume', 'inspect', action.physical];
    case 'check heads':
      return ['docker', 'container', 'logs', action.container];
    case 'set password':
      return ['docker', 'container', 'exec', action.container, ...action.command];
    case 'keep generation':
      return ['berth', 'db', 'keep', String(action.number)];
    case 'delete volume':
      return ['docker', 'volume', 'rm', action.physical];
    case 'await reconnect':
      return ['docker', 'container', 'inspect', '--format', '{{.State.Health.Status}}', action.container];
    case 'move pointer':
      return ['berth', action.to < action.from ? 'undo' : 'reset'];
    default:
      return assertNever(action);
  }
}

const option = (name: string, value: string | null | undefined): readonly string[] =>
  value === null || value === undefined ? [] : [name, value];

const labels = (own: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(own).flatMap(([key, value]) => ['--label', `${key}=${value}`]);

const hook = (container: string, request: HookRequest): readonly string[] => [
  'docker',
  'container',
  'exec',
  ...option('--user', request.User),
  ...(request.Privileged === true ? ['--privileged'] : []),
  ...option('--workdir', request.WorkingDir),
  ...(request.Env ?? []).flatMap((entry) => ['--env', entry]),
  container,
  ...request.Cmd,
];

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
    ...borrowed(body.HostConfig),
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

/** What it has of other containers. */
const borrowed = (host: ContainerBody['HostConfig']): readonly string[] => [
  ...all('--ipc', host['IpcMode']),
  ...all('--pid', host['PidMode']),
  ...all('--volumes-from', host['VolumesFrom']),
  ...all('--link', host['Links']),
];

const all = (name: string, value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item: unknown) =>
    typeof item === 'string' && item !== '' ? [name, item] : [],
  );
