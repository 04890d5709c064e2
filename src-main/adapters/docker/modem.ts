import type { Agent, IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import Dockerode from 'dockerode';
import { plainAgent, sshAgent, tlsAgent } from './agent.ts';
import { refuseErrors } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineRefusal, GarbledAnswer } from './fault.ts';
import { http } from './node-http.ts';
import type { Ask, UpgradeAsk } from './wire.ts';

/** Made at the first call: dockerode reads DOCKER_HOST and DOCKER_CERT_PATH even if told not to use them, and may throw. */
export function lazyModem(endpoint: Endpoint): () => Dockerode['modem'] {
  let modem: Dockerode['modem'] | null = null;
  return () => {
    modem ??= new Dockerode(optionsOf(endpoint)).modem;
    return modem;
  };
}

/** The modem passes an agent on; dockerode's types do not know it. */
type Options = Dockerode.DockerOptions & { readonly agent: Agent };

function optionsOf({ address }: Endpoint): Options {
  // Given as undefined, they are not taken from DOCKER_HOST.
  const none = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    protocol: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  if (address.kind === 'socket') return { ...none, socketPath: address.path, agent: quiet(plainAgent()) };
  if (address.kind === 'ssh')
    return { ...none, host: 'ssh', port: 80, protocol: 'http', agent: quiet(sshAgent(address)) };
  const { host, port, tls } = address;
  if (tls === null) return { ...none, host, port, protocol: 'http', agent: quiet(plainAgent()) };
  return {
    ...none,
    host,
    port,
    protocol: 'https',
    agent: quiet(tlsAgent(tls.verify)),
    ...certificatesOf(tls),
  };
}

/**
 * docker-modem prints every request's options for its debug log, to any depth and whether or not the log is on: a third of
 * Berth's own time in an up. An agent or a signal holds half the process, so these print as nothing.
 */
function quiet<T extends object>(value: T): T {
  if (!Object.hasOwn(value, inspect.custom)) {
    Object.defineProperty(value, inspect.custom, { value: () => '', enumerable: false });
  }
  return value;
}

const certificatesOf = (tls: {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}) => ({
  ...(tls.ca === null ? {} : { ca: tls.ca }),
  ...(tls.cert === null ? {} : { cert: tls.cert }),
  ...(tls.key === null ? {} : { key: tls.key }),
});

// Every status is taken as an answer, so that its body is read here and not put into an error's text by the modem.
const everyStatus: Readonly<Record<number, boolean>> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [index + 100, true]),
);

/** Sends a request under a version's path prefix; throws EngineRefusal for an error status, else what the connection threw. */
export async function dial(
  modem: Dockerode['modem'],
  ask: Ask,
  prefix: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const answer = await dialled(modem, signal, {
    path: `${prefix}${ask.path}?`,
    method: ask.method,
    // Without `_body` the modem would send `options` itself as the body of a POST.
    options: { _query: ask.query ?? {}, _body: ask.body ?? {} },
    ...(ask.archive === undefined ? {} : { file: ask.archive }),
    ...(ask.headers === undefined ? {} : { headers: { ...ask.headers } }),
    abortSignal: quiet(signal),
    isStream: true,
    statusCodes: everyStatus,
  });
  if (!(answer instanceof http.IncomingMessage)) throw new GarbledAnswer('no HTTP answer');
  return refuseErrors(answer);
}

/**
 * Asks for a connection of its own that speaks HTTP/2 from then on (Engine API, /session and /grpc). Throws EngineRefusal where
 * the answer is none of that kind.
 */
export async function dialUpgrade(
  modem: Dockerode['modem'],
  ask: UpgradeAsk,
  prefix: string,
  signal: AbortSignal,
): Promise<Duplex> {
  const answer = await dialled(modem, signal, {
    path: `${prefix}${ask.path}?`,
    method: 'POST',
    options: { _query: {}, _body: {} },
    // Without a body the modem announces one in chunks, and some servers then wait for it before they answer.
    file: Buffer.alloc(0),
    headers: { ...ask.headers, Upgrade: 'h2c' },
    abortSignal: quiet(signal),
    isStream: true,
    hijack: true,
    statusCodes: everyStatus,
  });
  if (answer instanceof Duplex) return answer;
  if (!(answer instanceof http.IncomingMessage)) throw new GarbledAnswer('no HTTP answer');
  (await refuseErrors(answer)).destroy();
  throw new EngineRefusal(answer.statusCode ?? 0, 'it does not change to HTTP/2');
}

type DialOptions = Parameters<Dockerode['modem']['dial']>[0];

function dialled(modem: Dockerode['modem'], signal: AbortSignal, options: DialOptions): Promise<unknown> {
  return new Promise<unknown>((resolve, reject) => {
    const aborted = (): void => reject(new Error('aborted'));
    if (signal.aborted) return aborted();
    // The modem is not trusted to call back: whatever it does, the caller gets an end.
    signal.addEventListener('abort', aborted, { once: true });
    modem.dial(options, (error, answer) => {
      signal.removeEventListener('abort', aborted);
      return error !== null && error !== undefined ? reject(error) : resolve(answer);
    });
  });
}
