import type { FileObjectModel, FileReference, Model, MountModel, ServiceModel } from '../compose/model.ts';
import type { ObservedContainer } from './observed.ts';
import type { InjectedFile, MountRequest } from './requests.ts';
import type { RequestTexts } from './security-options.ts';
import { contentOf } from './variable-texts.ts';

/** Engine names of volumes by their key in the Compose file: a key missing here goes by the model's own name. */
export type PhysicalVolumes = Readonly<Record<string, string>>;

export type MountRequests = { readonly binds: readonly string[]; readonly mounts: readonly MountRequest[] };

/** The engine's name of a volume of the model. */
export const volumeName = (model: Model, physical: PhysicalVolumes, key: string): string =>
  // A volume may be called as what every object has.
  (Object.hasOwn(physical, key) ? physical[key] : undefined) ?? model.volumes[key]?.name ?? key;

/**
 * How compose splits mounts between `Binds` and `Mounts` (docker compose 2.40, create.go): ordinary binds and named volumes
 * are Binds, everything with more detail is a Mount. Files of configs and secrets come after, as read-only bind Mounts.
 */
export function mountRequests(model: Model, service: ServiceModel, physical: PhysicalVolumes): MountRequests {
  const binds: string[] = [];
  const mounts: MountRequest[] = [];
  for (const mount of service.volumes ?? []) {
    if (isBind(mount)) binds.push(bindText(mount.source ?? '', mount));
    else if (isNamedBind(model, mount))
      binds.push(bindText(volumeName(model, physical, mount.source ?? ''), mount));
    else mounts.push(mountRequest(model, physical, mount));
  }
  mounts.push(...fileMounts(model.secrets, service.secrets, secretTarget, { BindOptions: {} }));
  mounts.push(...fileMounts(model.configs, service.configs, configTarget, {}));
  return { binds, mounts };
}

const isBind = (mount: MountModel): boolean =>
  mount.type === 'bind' &&
  (mount.bind === undefined ||
    (mount.bind.create_host_path === true &&
      mount.bind.propagation === undefined &&
      mount.bind.recursive === undefined));

const isNamedBind = (model: Model, mount: MountModel): boolean =>
  mount.type === 'volume' &&
  mount.source !== undefined &&
  model.volumes[mount.source] !== undefined &&
  Object.keys(mount.volume?.labels ?? {}).length === 0 &&
  mount.volume?.subpath === undefined &&
  mount.volume?.nocopy !== true;

function bindText(source: string, mount: MountModel): string {
  const options = [mount.read_only === true ? 'ro' : 'rw'];
  if (mount.bind?.selinux !== undefined) options.push(mount.bind.selinux);
  if (mount.bind?.propagation !== undefined) options.push(mount.bind.propagation);
  return `${source}:${mount.target}:${options.join(',')}`;
}

function mountRequest(model: Model, physical: PhysicalVolumes, mount: MountModel): MountRequest {
  const source =
    mount.type === 'volume' && mount.source !== undefined
      ? volumeName(model, physical, mount.source)
      : mount.source;
  return {
    Type: mount.type,
    ...(source === undefined ? {} : { Source: source }),
    Target: mount.target,
    ...(mount.read_only === true ? { ReadOnly: true } : {}),
    ...(mount.consistency === undefined ? {} : { Consistency: mount.consistency }),
    ...mountOptions(mount),
  };
}

function mountOptions(mount: MountModel): Record<string, unknown> {
  const { bind, volume, tmpfs, image } = mount;
  return {
    ...(mount.type === 'bind' && bind !== undefined ? { BindOptions: bindOptions(bind) } : {}),
    ...(mount.type === 'volume' && volume !== undefined
      ? {
          VolumeOptions: {
            ...(volume.nocopy === true ? { NoCopy: true } : {}),
            ...(volume.subpath === undefined ? {} : { Subpath: volume.subpath }),
            ...(volume.labels === undefined ? {} : { Labels: volume.labels }),
          },
        }
      : {}),
    ...(tmpfs === undefined
      ? {}
      : {
          TmpfsOptions: {
            ...(tmpfs.size === undefined ? {} : { SizeBytes: Number(tmpfs.size) }),
            ...(tmpfs.mode === undefined ? {} : { Mode: tmpfs.mode }),
          },
        }),
    ...(image?.subpath === undefined ? {} : { ImageOptions: { Subpath: image.subpath } }),
  };
}

function bindOptions(bind: NonNullable<MountModel['bind']>): Record<string, unknown> {
  const recursive: Readonly<Record<string, string>> = {
    disabled: 'NonRecursive',
    writable: 'ReadOnlyNonRecursive',
    readonly: 'ReadOnlyForceRecursive',
  };
  const flag = recursive[bind.recursive ?? ''];
  return {
    ...(bind.propagation === undefined ? {} : { Propagation: bind.propagation }),
    ...(bind.create_host_path === true ? { CreateMountpoint: true } : {}),
    ...(flag === undefined ? {} : { [flag]: true }),
  };
}

const secretTarget = (reference: FileReference): string => {
  const target = reference.target ?? reference.source ?? '';
  return target.startsWith('/') ? target : `/run/secrets/${target}`;
};

const configTarget = (reference: FileReference): string => {
  const target = reference.target ?? reference.source ?? '';
  return target.startsWith('/') ? target : `/${target}`;
};

function fileMounts(
  objects: Readonly<Record<string, FileObjectModel>>,
  references: readonly FileReference[] | undefined,
  target: (reference: FileReference) => string,
  options: Record<string, unknown>,
): MountRequest[] {
  return (references ?? []).flatMap((reference) => {
    const file = objects[reference.source ?? '']?.file;
    return file === undefined
      ? []
      : [{ Type: 'bind', Source: file, Target: target(reference), ReadOnly: true, ...options }];
  });
}

/** Configs and secrets whose content is text: compose copies them into the container before each start. */
export function injectedFiles(model: Model, service: ServiceModel, texts: RequestTexts): InjectedFile[] {
  const of = (
    objects: Readonly<Record<string, FileObjectModel>>,
    references: readonly FileReference[] | undefined,
    target: (reference: FileReference) => string,
  ): InjectedFile[] =>
    (references ?? []).flatMap((reference) => {
      const content = contentOf(objects[reference.source ?? ''], texts);
      return content === undefined || content === ''
        ? []
        : [{ reference, target: target(reference), content }];
    });
  return [
    ...of(model.secrets, service.secrets, secretTarget),
    ...of(model.configs, service.configs, configTarget),
  ];
}

/**
 * Anonymous volumes of a replaced container go on in its replacement, as compose does: those at a VOLUME of the image or at
 * an anonymous volume of the service.
 */
export function inheritedMounts(
  service: ServiceModel,
  imageVolumes: readonly string[],
  replaced: ObservedContainer,
): MountRequest[] {
  const anonymous = new Set(
    (service.volumes ?? [])
      .filter((mount) => mount.type === 'volume' && mount.source === undefined)
      .map((mount) => mount.target),
  );
  const declared = new Set(
    (service.volumes ?? []).filter((mount) => !anonymous.has(mount.target)).map((mount) => mount.target),
  );
  return replaced.mounts
    .filter((mount) => mount.type === 'volume' && !declared.has(mount.target))
    .filter((mount) => anonymous.has(mount.target) || imageVolumes.includes(mount.target))
    .map((mount) => ({
      Type: 'volume',
      Source: mount.source,
      Target: mount.target,
      ...(mount.readOnly ? { ReadOnly: true } : {}),
    }));
}
