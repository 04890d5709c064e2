import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { buildAction } from '../../../src-main/core/plan/build-action.ts';
import { demand, run } from '../../lab/command.ts';
import { buildLab } from './build-lab.ts';
import { expectOk, never } from './lab-engine.ts';

const { lab, folder } = await buildLab();
const tag = `berth-parity-${randomBytes(4).toString('hex')}`;
afterAll(() => run('docker', ['image', 'rm', '--force', `${tag}:one`, `${tag}:two`]));

type ImageJson = {
  readonly Config?: unknown;
  readonly RepoTags?: readonly string[];
  readonly RootFS?: { readonly Layers?: readonly string[] };
  readonly Architecture?: string;
  readonly Os?: string;
};

const inspect = async (image: string): Promise<unknown> => {
  const [json] = JSON.parse(await demand('docker', ['image', 'inspect', image])) as readonly ImageJson[];
  const { Config, RepoTags = [], RootFS, Architecture, Os } = json ?? {};
  const layers = RootFS?.Layers ?? [];
  // A command that ran twice has written files of two times: then only the number of layers can be the same.
  const compared = image.endsWith('-api') ? layers.length : layers;
  return { Config, RepoTags: RepoTags.toSorted(), layers: compared, Architecture, Os };
};

describe('an image that Berth builds', () => {
  test('is the one that docker compose builds: configuration, labels, tags and layers', async () => {
    const { project } = lab;
    const dir = await folder('parity', {
      'compose.yaml': `
        name: ${project}
        secrets: { token: { file: ./token } }
        services:
          base: { build: { context: ./base, labels: [own=base] } }
          api:
            build:
              context: .
              dockerfile: api.Dockerfile
              target: wanted
              args: { WHO: you, EMPTY: "" }
              labels: { team.a: "b c" }
              tags: ["${tag}:one", "${tag}:two"]
              secrets: [{ source: token, target: tok }]
              additional_contexts: { shared: ./shared, base: "service:base" }
              extra_hosts: ["a.test=10.0.0.1"]
              shm_size: 32m
              ulimits: { nofile: 99 }
          inline: { build: { dockerfile_inline: "FROM busybox:1.36\\nCOPY shared /t" } }
      `,
      'base/Dockerfile': 'FROM busybox:1.36\nENV BASE=1\nRUN echo base > /base',
      'api.Dockerfile': [
        'FROM base AS wanted',
        'ARG WHO',
        'ARG EMPTY=filled',
        'RUN --mount=type=secret,id=tok cp /run/secrets/tok /proof && echo "$WHO$EMPTY" > /who',
        'COPY --from=shared . /shared',
        'COPY . /all',
        'EXPOSE 8000',
        'USER 7:7',
        'CMD ["cat", "/who"]',
        'FROM base AS other',
      ].join('\n'),
      '.dockerignore': 'token\n',
      token: 'x',
      'shared/file': 'shared',
    });
    const compose = (...args: readonly string[]): Promise<string> =>
      demand('docker', ['compose', '--project-directory', dir, '-f', `${dir}/compose.yaml`, ...args]);
    await compose('build');
    const images = ['base', 'api', 'inline'];
    const theirs = await Promise.all(images.map((name) => inspect(`${project}-${name}`)));
    await demand('docker', [
      'image',
      'rm',
      ...images.map((name) => `${project}-${name}`),
      `${tag}:one`,
      `${tag}:two`,
    ]);

    const model = JSON.parse(await compose('config', '--format', 'json')) as Model;
    for (const service of images) {
      const action = buildAction(model, service, `${project}-${service}`);
      if (action === null) throw new Error('no build');
      expectOk(await lab.docker.buildImage({ service, ...action }, () => {}, never));
    }
    expect(await Promise.all(images.map((name) => inspect(`${project}-${name}`)))).toEqual(theirs);
  });
});
