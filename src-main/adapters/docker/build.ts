import { isAbsolute, join } from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { fail } from '../../contract/result.ts';
import { sealedNamesIn } from '../../core/secrets/sealed.ts';
import type { Answer, BuildRequest, Report } from '../../ports/docker.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { buildByArchive } from './build-by-archive.ts';
import { buildOverSession } from './build-over-session.ts';
import { unsupportedKeys, unsupportedWithoutSession } from './build-unsupported.ts';
import type { RegistryCredentials } from './registry-credentials.ts';
import { readRegularFile } from './regular-file.ts';
import { type SshAgents, sshAgentsOf } from './ssh-agents.ts';
import type { Wire } from './wire.ts';

/** All that one build needs of the world. */
export type BuildWorld = {
  readonly wire: Wire;
  readonly secrets: SecretSource;
  readonly credentials: RegistryCredentials;
  readonly request: BuildRequest;
  readonly report: Report;
  /** A context that the engine fetches itself: a Git repository or an archive; null: a folder of this machine. */
  readonly remote: string | null;
  readonly agents: SshAgents;
};

/**
 * Builds an image with BuildKit, over a session where the engine has one, else by one request with an archive (Podman, proxies).
 * Problems: build-unsupported, build-failed, those of the secret source, engine-*.
 */
export async function buildImage(wish: BuildWish, signal: AbortSignal): Answer<void> {
  const { request } = wish;
  const { agents, lacking: withoutAgent } = await sshAgentsOf(request.build, wish.sshAgent);
  const world = { ...wish, remote: remoteOf(request), agents };
  const keys = [...unsupportedKeys(request), ...withoutAgent];
  const refused = (await notBuildable(world)) ?? unsupported(request, keys);
  if (refused !== null) return fail(refused);
  const built = await buildOverSession(world, signal);
  if (built !== null) return built;
  const lacking = unsupported(request, unsupportedWithoutSession(request));
  return lacking === null ? buildByArchive(world, signal) : fail(lacking);
}

/** `sshAgent`: the socket of the user's own; null where none runs. */
export type BuildWish = Omit<BuildWorld, 'remote' | 'agents'> & { readonly sshAgent: string | null };

const unsupported = ({ service }: BuildRequest, keys: readonly string[]): Problem | null =>
  keys.length === 0 ? null : { kind: 'build-unsupported', service, keys };

async function notBuildable({ request, remote }: BuildWorld): Promise<Problem | null> {
  const { service, build, labels } = request;
  const failed = (detail: string): Problem => ({ kind: 'build-failed', service, detail, log: [] });
  const [secret] = sealedNamesIn({ build, labels });
  if (secret !== undefined)
    return failed(`The secret ${secret} would stay in the image: build arguments and labels can be read.`);
  if (remote !== null || build.dockerfile_inline !== undefined) return null;
  // It is read here so that a Dockerfile that is not there is said by its own path.
  const unread = await readRegularFile(dockerfileOf(request)).then(
    () => null,
    (error: Error) => error.message,
  );
  return unread === null ? null : failed(unread);
}

/** The absolute path of a Dockerfile that is a file of this machine. */
export const dockerfileOf = ({ build }: BuildRequest): string => {
  const written = build.dockerfile ?? 'Dockerfile';
  return isAbsolute(written) ? written : join(build.context ?? '.', written);
};

function remoteOf({ build }: BuildRequest): string | null {
  const context = build.context ?? '.';
  return /^(https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/.test(context) ? context : null;
}
