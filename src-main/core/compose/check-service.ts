import type { Checked } from './check.ts';
import type { ServiceModel } from './model.ts';
import { placeOf } from './tree.ts';

/** Refuses what does not fit together inside one service. */
export function checkService(name: string, service: ServiceModel, checked: Checked): void {
  const refuse: Refuse = (path, message, hint = null) =>
    checked.faults.refuse(placeOf(checked.root, ['services', name, ...path]), message, hint);
  const isWhole = !checked.damaged.has(`services.${name}`) && !checked.damaged.has('*');
  if (
    isWhole &&
    service.image === undefined &&
    service.build === undefined &&
    service.provider === undefined
  ) {
    refuse([], `service ${JSON.stringify(name)} has neither an image nor a build context specified`);
  }
  if (service.network_mode !== undefined && Object.keys(service.networks ?? {}).length > 0) {
    refuse(['network_mode'], `service ${name} declares mutually exclusive \`network_mode\` and \`networks\``);
  }
  checkBuild(name, service, refuse);
  checkHealth(service, refuse);
  checkScale(name, service, refuse);
  checkLimits(name, service, refuse);
  checkWatch(name, service, refuse);
  checkMounts(name, service, refuse);
}

type Refuse = (path: readonly (string | number)[], message: string, hint?: string | null) => void;

function checkBuild(name: string, { build, platform }: ServiceModel, refuse: Refuse): void {
  if (build?.dockerfile !== undefined && build.dockerfile_inline !== undefined) {
    refuse(
      ['build', 'dockerfile_inline'],
      `service ${JSON.stringify(name)} declares mutually exclusive dockerfile and dockerfile_inline`,
    );
  }
  const platforms = (build?.platforms ?? []) as readonly string[];
  if (platform !== undefined && platforms.length > 0 && !platforms.includes(platform)) {
    refuse(
      ['build', 'platforms'],
      `services.${name}.build.platforms has to include the platform of the service, ${platform}`,
    );
  }
}

function checkHealth({ healthcheck }: ServiceModel, refuse: Refuse): void {
  const first = healthcheck?.test?.[0];
  if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(first)) return;
  refuse(
    ['healthcheck', 'test'],
    `healthcheck.test has to start with CMD, CMD-SHELL or NONE, found ${JSON.stringify(first)}`,
    'Write a command as one text, or put CMD before its words.',
  );
}

function checkScale(
  name: string,
  { scale, deploy, container_name: container }: ServiceModel,
  refuse: Refuse,
): void {
  const replicas = deploy?.replicas;
  if (scale !== undefined && replicas !== undefined && scale !== replicas) {
    refuse(['scale'], `services.${name}: can't set distinct values on 'scale' and 'deploy.replicas'`);
  }
  if ((scale ?? 0) < 0) refuse(['scale'], `services.${name}.scale: expected at least 0, found ${scale}`);
  if ((replicas ?? 0) < 0) {
    refuse(
      ['deploy', 'replicas'],
      `services.${name}.deploy.replicas: expected at least 0, found ${replicas}`,
    );
  }
  if ((scale ?? replicas ?? 1) > 1 && container !== undefined) {
    refuse(
      ['container_name'],
      `services.${name}: more than one container cannot have the name ${container}`,
      'Leave container_name out, or do not scale.',
    );
  }
}

function checkLimits(name: string, service: ServiceModel, refuse: Refuse): void {
  const { limits, reservations } = service.deploy?.resources ?? {};
  const pairs = [
    ['cpus', service.cpus, limits && (limits.cpus ?? 0), 'limits.cpus'],
    ['mem_limit', service.mem_limit, limits && (limits.memory ?? '0'), 'limits.memory'],
    [
      'mem_reservation',
      service.mem_reservation,
      reservations && (reservations.memory ?? '0'),
      'reservations.memory',
    ],
    ['pids_limit', service.pids_limit, limits && (limits.pids ?? 0), 'limits.pids'],
  ] as const;
  for (const [key, own, deployed, other] of pairs) {
    if (own === undefined || deployed === undefined || Number(own) === Number(deployed)) continue;
    refuse([key], `services.${name}: can't set distinct values on '${key}' and 'deploy.resources.${other}'`);
  }
}

function checkWatch(name: string, { develop }: ServiceModel, refuse: Refuse): void {
  const triggers = (develop?.['watch'] ?? []) as readonly {
    readonly action?: string;
    readonly target?: string;
  }[];
  triggers.forEach(({ action, target }, index) => {
    if (target !== undefined || action === 'rebuild' || action === 'restart') return;
    refuse(
      ['develop', 'watch', index],
      `services.${name}.develop.watch: target is required for action ${action}`,
    );
  });
}

function checkMounts(name: string, service: ServiceModel, refuse: Refuse): void {
  const taken = new Map<string, string>();
  const take = (target: string, path: readonly (string | number)[]): void => {
    const place = `services.${name}.${path[0]}[${path[1]}]`;
    const earlier = taken.get(target);
    if (earlier !== undefined) refuse(path, `${place}: target ${target} already mounted as ${earlier}`);
    else taken.set(target, place);
  };
  service.tmpfs?.forEach((mount, index) => take(mount.split(':')[0] ?? '', ['tmpfs', index]));
  service.volumes?.forEach((mount, index) => take(mount.target, ['volumes', index]));
}
