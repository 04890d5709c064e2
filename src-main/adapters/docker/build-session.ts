import type { Problem } from '../../contract/problem.ts';
import type { BuildSecret } from '../../core/plan/requests.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { GrpcRefusal, grpcStatus } from './grpc.ts';
import { type GrpcMethod, unary } from './grpc-answerer.ts';
import { bytesField, fieldsOf, numberField, textField, textIn } from './protobuf.ts';
import type { RegistryCredentials } from './registry-credentials.ts';
import { readRegularFile } from './regular-file.ts';
import { revealIn } from './reveal.ts';
import { type SentTree, sendTrees } from './send-tree.ts';
import { type SshAgents, sshMethods } from './ssh-agents.ts';

/** What the engine may ask for while it builds. */
export type SessionOffer = {
  readonly trees: Readonly<Record<string, SentTree>>;
  readonly secrets: readonly BuildSecret[];
  readonly source: SecretSource;
  readonly credentials: RegistryCredentials;
  readonly agents: SshAgents;
  /** Called with what kept a file of a tree from being read. */
  readonly unread: (words: string) => void;
  /** Called with why a secret could not be given. */
  readonly withheld: (problem: Problem) => void;
};

/**
 * The methods of a BuildKit session (moby/buildkit, session/): folders by filesync, secrets by their ids, credentials by the
 * registry's host, ssh agents, and the health check that the engine makes all the time.
 */
export const sessionMethods = (offer: SessionOffer): Readonly<Record<string, GrpcMethod>> => ({
  ...sshMethods(offer.agents),
  '/grpc.health.v1.Health/Check': unary(async () => numberField(1, 1)),
  '/moby.filesync.v1.FileSync/DiffCopy': sendTrees(offer.trees, offer.unread),
  '/moby.filesync.v1.Auth/Credentials': unary(async (message) =>
    credentialsFor(textIn(fieldsOf(message), 1), offer.credentials),
  ),
  '/moby.buildkit.secrets.v1.Secrets/GetSecret': unary(async (message) =>
    bytesField(1, await secretFor(textIn(fieldsOf(message), 1), offer)),
  ),
});

/** A message CredentialsResponse {1 Username, 2 Secret}; an identity token is a secret without a user name. */
async function credentialsFor(host: string, credentials: RegistryCredentials): Promise<Buffer> {
  const signIn = await credentials(host === 'registry-1.docker.io' ? 'docker.io' : host);
  if (signIn === null) return Buffer.alloc(0);
  return 'identitytoken' in signIn
    ? textField(2, signIn.identitytoken)
    : Buffer.concat([textField(1, signIn.username), textField(2, signIn.password)]);
}

async function secretFor(id: string, offer: SessionOffer): Promise<Buffer> {
  const secret = offer.secrets.find((candidate) => candidate.id === id);
  if (secret === undefined) throw new GrpcRefusal(grpcStatus.notFound, `secret ${id}: not found`);
  if ('file' in secret) {
    return readRegularFile(secret.file).catch((error: Error) => {
      throw withheld(offer, { kind: 'file-unreadable', file: secret.file, detail: error.message });
    });
  }
  const value =
    'variable' in secret ? await offer.source.reveal(secret.variable) : await contentOf(secret, offer);
  if (value.ok) return Buffer.from(value.value);
  throw withheld(offer, value.error);
}

async function contentOf({ content }: { readonly content: string }, { source }: SessionOffer) {
  const revealed = await revealIn(content, source);
  return revealed.ok ? ({ ok: true, value: revealed.value.value } as const) : revealed;
}

function withheld(offer: SessionOffer, problem: Problem): GrpcRefusal {
  offer.withheld(problem);
  return new GrpcRefusal(grpcStatus.unavailable, 'the secret could not be read');
}
