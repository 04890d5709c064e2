import type { Problem } from '../../contract/problem.ts';
import { ok, type Result } from '../../contract/result.ts';
import { copyFacts, versionScript } from '../../core/database/copy-request.ts';
import type { ContainerRequest } from '../../core/plan/requests.ts';
import type { Docker } from '../../ports/docker.ts';
import { lastLines } from '../last-lines.ts';

const never = new AbortController().signal;

export type ServerWish = {
  readonly docker: Docker;
  readonly project: string;
  /** Reference of an image that is there and has a shell. */
  readonly image: string;
  /** The engine's name of the volume. */
  readonly physical: string;
};

/** Which version of its server wrote the data of a volume; null where it does not tell. Only reads. Problems: engine-*. */
export async function readServer(wish: ServerWish): Promise<Result<string | null, Problem>> {
  const { docker } = wish;
  const request = requestOf(wish);
  await docker.removeContainer(request.name, never, 'removed');
  const created = await docker.createContainer(request, never);
  if (!created.ok) return created;
  const started = await docker.startContainer(request.name, never);
  const ended = started.ok ? await docker.waitForExit(request.name, never) : started;
  const lines = ended.ok ? await lastLines(docker, request.name, 10, never) : [];
  await docker.removeContainer(request.name, never, 'removed');
  return ended.ok ? ok(copyFacts(lines).server) : ended;
}

const requestOf = ({ project, image, physical }: ServerWish): ContainerRequest => ({
  name: `${physical}.reader`,
  platform: null,
  files: [],
  body: {
    Image: image,
    User: '0:0',
    Entrypoint: ['/bin/sh', '-c', `to=/berth/to; ${versionScript}`],
    Cmd: [],
    Env: [],
    Healthcheck: { Test: ['NONE'] },
    Labels: { 'berth.project': project, 'berth.read': physical },
    HostConfig: {
      NetworkMode: 'none',
      Mounts: [{ Type: 'volume', Source: physical, Target: '/berth/to', ReadOnly: true }],
      SecurityOpt: ['no-new-privileges'],
    },
  },
});
