import type { ContainerRequest } from '../plan/requests.ts';
import { versionScript } from './copy-request.ts';
import { copierName, ownLabels } from './names.ts';

/** The folder of a carrier that holds the volume; its name is the first part of every path in a bundle. */
export const carried = { parent: '/berth', folder: 'data' } as const;

export type CarrierWish = {
  readonly project: string;
  /** The logical volume. */
  readonly volume: string;
  /** The engine's name of the volume that is read or filled. */
  readonly physical: string;
  readonly image: string;
  /** Targets of the image's own VOLUME lines, which would each become an anonymous volume. */
  readonly imageVolumes: readonly string[];
};

/** A container that is never started: the engine hands out what lies in the volume through it. */
export function readingCarrier(wish: CarrierWish): ContainerRequest {
  const Labels = ownLabels(wish.project, wish.volume, { 'berth.carry': wish.physical });
  return carrier(wish, `${wish.physical}.carrier`, Labels, { ReadOnly: true }, 'exit 0');
}

/**
 * A container through which the engine fills an empty volume. It is started when what lies there was read back and found to be
 * what was signed; then it is to the volume what a copier is: flushed, and its exit code is the marker that is written last.
 */
export function fillingCarrier(wish: CarrierWish, source: string): ContainerRequest {
  const Labels = ownLabels(wish.project, wish.volume, {
    'berth.copy.to': wish.physical,
    'berth.copy.from': '',
    'berth.copy.source': source,
  });
  return carrier(wish, copierName(wish.physical), Labels, { VolumeOptions: { NoCopy: true } }, script);
}

const script = `
set -eu
to=${carried.parent}/${carried.folder}
sync -f "$to" 2>/dev/null || sync
%s
echo "kib $(du -sk "$to" | cut -f 1)"
`.replace('%s', () => versionScript);

function carrier(
  wish: CarrierWish,
  name: string,
  Labels: Readonly<Record<string, string>>,
  mount: Readonly<Record<string, unknown>>,
  command: string,
): ContainerRequest {
  const Target = `${carried.parent}/${carried.folder}`;
  const Tmpfs = Object.fromEntries(wish.imageVolumes.map((target) => [target, '']));
  return {
    name,
    platform: null,
    files: [],
    body: {
      Image: wish.image,
      User: '0:0',
      Entrypoint: ['/bin/sh', '-c', command],
      Cmd: [],
      Env: [],
      Healthcheck: { Test: ['NONE'] },
      Labels,
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [{ Type: 'volume', Source: wish.physical, Target, ...mount }],
        SecurityOpt: ['no-new-privileges'],
        ...(wish.imageVolumes.length === 0 ? {} : { Tmpfs }),
      },
    },
  };
}
