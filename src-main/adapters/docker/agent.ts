import type { Agent, ClientRequest } from 'node:http';
import { http, https } from './node-http.ts';
import { type SshAddress, SshConnection } from './ssh.ts';

// Without an end each connection would stay for as long as the process lives, whoever made it gone or not.
const idleMs = 30_000;
// To make one anew takes ssh a second or more.
const sshIdleMs = 300_000;

// Node would work out the name that a server's certificate has to hold, at a cost that a short command notices.
const plain = { keepAlive: true, servername: '' } as const;

/**
 * Keeps connections to the engine open between calls, until nothing has used one for `timeoutMs`; a silent answer is waited for.
 * They do not keep the process alive.
 */
export const plainAgent = (timeoutMs = idleMs): Agent =>
  withoutRedirects(new http.Agent({ ...plain, timeout: timeoutMs }));

/** As `plainAgent`, over TLS; `verify` false takes any certificate. */
export const tlsAgent = (verify: boolean): Agent =>
  withoutRedirects(new (https().Agent)({ keepAlive: true, timeout: idleMs, rejectUnauthorized: verify }));

/** As `plainAgent`, each connection being an ssh of its own. */
export function sshAgent(address: SshAddress, timeoutMs = sshIdleMs): Agent {
  const agent = new http.Agent({ ...plain, timeout: timeoutMs });
  agent.createConnection = () => new SshConnection(address);
  return withoutRedirects(agent);
}

/**
 * The modem follows redirects, to any host, with a request that nobody listens to: its error ends the process (docker-modem
 * 5.0, seen with a web server behind DOCKER_HOST). An engine sends none, so the target is taken out of the answer first. Every
 * request passes `addRequest`, which Node's types do not know.
 */
function withoutRedirects<T extends Agent>(agent: T): T {
  const add: unknown = Reflect.get(agent, 'addRequest');
  if (typeof add !== 'function') throw new Error('http.Agent has no addRequest');
  Reflect.set(agent, 'addRequest', (request: ClientRequest, ...rest: readonly unknown[]) => {
    request.prependOnceListener('response', (response) => {
      delete response.headers.location;
    });
    Reflect.apply(add, agent, [request, ...rest]);
  });
  return agent;
}
