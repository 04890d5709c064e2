import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import type { BuildModel } from '../../core/compose/model.ts';
import { textsOf } from './build-values.ts';
import { GrpcRefusal, grpcStatus } from './grpc.ts';
import type { GrpcCall, GrpcMethod } from './grpc-answerer.ts';
import { unary } from './grpc-answerer.ts';
import { bytesField, bytesIn, fieldsOf, textIn } from './protobuf.ts';

/** Sockets (on Windows: pipes) of the ssh agents that a build may ask, by the ids of `build.ssh`. */
export type SshAgents = Readonly<Record<string, string>>;

/**
 * The agents of `build.ssh`: `default` is the user's own, `id=path` one that listens elsewhere. `lacking`: entries that name no
 * agent; a file with a key is one of them, for only an agent can sign.
 */
export async function sshAgentsOf(
  build: BuildModel,
  ownAgent: string | null,
): Promise<{ readonly agents: SshAgents; readonly lacking: readonly string[] }> {
  const agents: Record<string, string> = {};
  const lacking: string[] = [];
  for (const entry of textsOf(build['ssh'])) {
    const cut = entry.indexOf('=');
    const id = cut < 0 ? entry : entry.slice(0, cut);
    const path = cut < 0 ? ownAgent : entry.slice(cut + 1);
    if (path === null) lacking.push(`ssh: ${id} (no ssh agent runs: SSH_AUTH_SOCK is not set)`);
    else if (await listens(path)) agents[id] = path;
    else lacking.push(`ssh: ${id} (${path} is not the socket of an ssh agent)`);
  }
  return { agents, lacking };
}

const listens = async (path: string): Promise<boolean> =>
  path.startsWith('\\\\.\\pipe\\') ||
  (await stat(path).then(
    (found) => found.isSocket(),
    () => false,
  ));

/** SSH.CheckAgent and SSH.ForwardAgent of a BuildKit session (moby/buildkit, session/sshforward): the bytes as they are. */
export const sshMethods = (agents: SshAgents): Readonly<Record<string, GrpcMethod>> => ({
  '/moby.sshforward.v1.SSH/CheckAgent': unary(async (message) => {
    agentFor(agents, textIn(fieldsOf(message), 1));
    return Buffer.alloc(0);
  }),
  '/moby.sshforward.v1.SSH/ForwardAgent': (call) =>
    forward(call, agentFor(agents, call.header('buildkit.ssh.id')[0] ?? '')),
});

function agentFor(agents: SshAgents, id: string): string {
  const path = agents[id === '' ? 'default' : id];
  if (path === undefined)
    throw new GrpcRefusal(grpcStatus.notFound, `no ssh agent ${id} is given to this build`);
  return path;
}

async function forward(call: GrpcCall, path: string): Promise<void> {
  const agent = connect(path);
  const answers = (async () => {
    for await (const chunk of agent) await call.send(bytesField(1, chunk as Buffer));
  })();
  // Its failure is told below, when the questions are over.
  answers.catch(() => {});
  for await (const message of call.messages) agent.write(bytesIn(fieldsOf(message), 1));
  agent.end();
  await answers;
}
