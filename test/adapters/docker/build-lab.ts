import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { filtersOf, type Wire, wireTo } from '../../../src-main/adapters/docker/wire.ts';
import type { BuildModel } from '../../../src-main/core/compose/model.ts';
import type { BuildRequest } from '../../../src-main/ports/docker.ts';
import { expectOk, type Lab, labProject, never, socket, socketEndpoint } from './lab-engine.ts';

export type BuildLab = {
  readonly lab: Lab;
  readonly wire: Wire;
  /** A temporary folder. */
  readonly root: string;
  /** Writes files into a folder of that name below the root, and returns its path. */
  folder(name: string, files: Readonly<Record<string, string>>): Promise<string>;
  requestOf(name: string, build: BuildModel): BuildRequest;
  /** What a container of an image writes with the image's own command. */
  outputOf(name: string, image: string): Promise<string>;
};

/** A project for builds. After the last test of the file its containers, images and folders are removed. */
export async function buildLab(): Promise<BuildLab> {
  const lab = await labProject();
  const { docker, project } = lab;
  const wire = wireTo(socketEndpoint(socket));
  const root = await mkdtemp(join(tmpdir(), 'berth-build-'));
  afterAll(async () => {
    await rm(root, { recursive: true });
    for (const { name } of expectOk(await docker.listContainers(project, never)))
      await docker.removeContainer(name, never);
    await removeImages(wire, project);
  });
  return {
    lab,
    wire,
    root,
    folder: async (name, files) => {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, name, path)), { recursive: true });
        await writeFile(join(root, name, path), text);
      }
      return join(root, name);
    },
    requestOf: (name, build) => ({
      service: name,
      image: `${project}-${name}`,
      build,
      labels: { 'com.docker.compose.project': project },
    }),
    outputOf: (name, image) => outputOf(lab, name, image),
  };
}

/** By their label: whatever a failed test has left is found too. */
async function removeImages(wire: Wire, project: string): Promise<void> {
  const query = filtersOf({ label: [`com.docker.compose.project=${project}`] });
  const get = { method: 'GET', path: '/images/json', query, deadlineMs: 20_000 } as const;
  for (const { Id } of expectOk(await wire.json<readonly { readonly Id: string }[]>(get, never)) ?? []) {
    const remove = {
      method: 'DELETE',
      path: `/images/${Id}`,
      query: { force: '1' },
      deadlineMs: 20_000,
    } as const;
    expectOk(await wire.json(remove, never));
  }
  expect(expectOk(await wire.json(get, never))).toEqual([]);
}

async function outputOf({ docker, container }: Lab, name: string, image: string): Promise<string> {
  const request = container(name, '', { Image: image });
  const { Cmd: _, ...body } = request.body;
  expectOk(await docker.createContainer({ ...request, body: { ...body, Image: image } }, never));
  expectOk(await docker.startContainer(request.name, never));
  let text = '';
  for await (const record of docker.logs(request.name, { follow: true, tail: -1, sinceMs: null }, never))
    text += record.text;
  return text;
}
