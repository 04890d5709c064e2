import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureRegistry, registryHost } from '../lab/registry.ts';
import type { Act } from './measure.ts';
import type { Stage } from './stage.ts';

const images = ['a', 'b', 'c', 'd'].map((name) => `${registryHost}/berth-bench/${name}:1`);

/** Four images of 24 MB, none of whose layers are here, from the lab's own registry. */
export function pullActs({ outside, docker, dockerWith }: Stage): readonly Act[] {
  const { dir, berth, compose } = outside('pull-4');
  let made = false;
  const forget = () => docker('image', 'rm', '--force', ...images);
  const prepare = async (): Promise<void> => {
    if (!made) await makeImages(dir, dockerWith);
    made = true;
    await forget();
  };
  return [
    {
      name: 'pull-4',
      isInert: true,
      prepare,
      berth: () => berth('pull'),
      compose: () => compose('pull', '--quiet'),
      clear: async () => (made ? forget() : undefined),
    },
  ];
}

async function makeImages(dir: string, dockerWith: Stage['dockerWith']): Promise<void> {
  await ensureRegistry();
  mkdirSync(dir, { recursive: true });
  const layer = (size: number) => `RUN head -c ${size}000000 /dev/urandom >/layer-${size}\n`;
  writeFileSync(join(dir, 'Dockerfile'), `FROM busybox:1.36\nARG NAME\n${[4, 8, 12].map(layer).join('')}`);
  const services = images.map((image, index) => `  part-${index}: { image: "${image}" }\n`);
  writeFileSync(join(dir, 'compose.yaml'), `name: berth-bench-pull\nservices:\n${services.join('')}`);
  for (const image of images) {
    // BuildKit would keep the layers in its cache when the image is gone, and the engine would not pull them.
    await dockerWith({ DOCKER_BUILDKIT: '0' }, 'build', '--quiet', '--no-cache', '--tag', image, dir);
    await dockerWith({}, 'push', '--quiet', image);
  }
}
