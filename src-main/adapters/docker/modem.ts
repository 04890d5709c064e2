import http from 'node:http';
import { inspect } from 'node:util';
import Dockerode from 'dockerode';
import { plainAgent, tlsAgent } from './agent.ts';
import { refuseErrors } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import { GarbledAnswer } from './fault.ts';
import type { Ask } from './wire.ts';

/** Made at the first call: dockerode reads DOCKER_HOST and DOCKER_CERT_PATH even if told not to use them, and may throw. */
export function lazyModem(endpoint: Endpoint): () => Dockerode['modem'] {
  let modem: Dockerode['modem'] | null = null;
  return () => {
    modem ??= new Dockerode(optionsOf(endpoint)).modem;
    return modem;
  };
}

/** The modem passes an agent on; dockerode's types do not know it. */
type Options = Dockerode.DockerOptions & { readonly agent: http.Agent };

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
export function dial(
  modem: Dockerode['modem'],
  ask: Ask,
  prefix: string,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  return new Promise<http.IncomingMessage>((resolve, reject) => {
    const aborted = (): void => reject(new Error('aborted'));
    if (signal.aborted) return aborted();
    // The modem is not trusted to call back: whatever it does, the caller gets an end.
    signal.addEventListener('abort', aborted, { once: true });
    modem.dial(
      {
        path: `${prefix}${ask.path}?`,
        method: ask.method,
        // Without `_body` the modem would send `options` itself as the body of a POST.
        options: { _query: ask.query ?? {}, _body: ask.body ?? {} },
        ...(ask.archive === undefined ? {} : { file: ask.archive }),
        ...(ask.headers === undefined ? {} : { headers: { ...ask.headers } }),
        abortSignal: quiet(signal),
        isStream: true,
        statusCodes: everyStatus,
      },
      (error, response) => {
        signal.removeEventListener('abort', aborted);
        if (error !== null && error !== undefined) return reject(error);
        if (!(response instanceof http.IncomingMessage)) return reject(new GarbledAnswer('no HTTP answer'));
        return resolve(response);
      },
    );
  }).then(refuseErrors);
}
