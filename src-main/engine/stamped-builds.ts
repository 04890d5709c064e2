import { type BuildStamps, stampBuild } from '../core/plan/stamp-build.ts';
import type { BuildRequest, Docker } from '../ports/docker.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import { checkedOutCommit } from './checked-out-commit.ts';

export type StampWorld = {
  readonly files: Files;
  readonly clock: Clock;
  /** A variable of the environment goes before what would be found out. */
  readonly variables: Readonly<Record<string, string>>;
};

const limitBytes = 1024 * 1024;

/** The engine, with what a build declares of commit, day and version filled in. The day alone: unchanged, it is built once a day. */
export const withStampedBuilds = (docker: Docker, world: StampWorld): Docker => ({
  ...docker,
  buildImage: async (request, report, signal) =>
    docker.buildImage(await stamped(world, request), report, signal),
});

async function stamped(world: StampWorld, request: BuildRequest): Promise<BuildRequest> {
  const { files } = world;
  const { build, labels } = request;
  const folder = build.context ?? '.';
  const text = await files.readText(files.resolve(folder, build.dockerfile ?? 'Dockerfile'), limitBytes);
  const dockerfile = build.dockerfile_inline ?? (text.ok ? (text.value ?? '') : '');
  return { ...request, ...stampBuild({ build, labels }, dockerfile, await stampsOf(world, folder)) };
}

async function stampsOf({ files, clock, variables }: StampWorld, folder: string): Promise<BuildStamps> {
  const commit = variables['GIT_SHA'] || (await checkedOutCommit(files, folder));
  return {
    GIT_SHA: commit,
    BUILD_DATE: variables['BUILD_DATE'] || new Date(clock.now()).toISOString().slice(0, 10),
    APP_VERSION: variables['APP_VERSION'] || (commit === null ? null : `0.0.0+${commit.slice(0, 7)}`),
  };
}
