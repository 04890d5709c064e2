import type { Problem } from '../../contract/problem.ts';
import type { Result } from '../../contract/result.ts';
import { fail, ok } from '../../contract/result.ts';
import type { Files } from '../../ports/files.ts';
import type { Machine } from '../../ports/machine.ts';
import { contextHost, currentContext } from './context.ts';
import { type ProxyVariables, proxyVariables } from './proxies.ts';
import { type SshAddress, sshAddress } from './ssh.ts';

/** Where an engine listens. */
export type Endpoint = {
  /** As a person knows it: `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://10.0.0.2:2376`, `ssh://…`. */
  readonly name: string;
  readonly address: Address;
  /** The Docker command line tool's configuration folder: contexts, registry credentials. */
  readonly configDir: string;
  /** What that configuration has containers on this engine use; absent: nothing. */
  readonly proxies?: ProxyVariables;
};

export type Address =
  | SshAddress
  /** A unix socket's path, or a Windows named pipe's (`//./pipe/docker_engine`). */
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: Tls | null };

/** PEM texts; null: the system's own authorities, or no certificate of one's own. */
export type Tls = {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly verify: boolean;
};

/**
 * The endpoint that the docker command would use: DOCKER_HOST, else the context of DOCKER_CONTEXT, else the configuration's
 * current context, else the platform's own (order of docker/cli 28). Problems: engine-absent for an endpoint that cannot be
 * understood, tool-missing (ssh).
 */
export async function findEndpoint(machine: Machine, files: Files): Promise<Result<Endpoint, Problem>> {
  const found = await whereEngineListens(machine, files);
  if (!found.ok) return found;
  const proxies = await proxyVariables(found.value.configDir, found.value.name, files);
  return Object.keys(proxies).length === 0 ? found : ok({ ...found.value, proxies });
}

async function whereEngineListens(machine: Machine, files: Files): Promise<Result<Endpoint, Problem>> {
  const { variables } = machine;
  const configDir = variables['DOCKER_CONFIG'] || files.resolve(machine.homeDir, '.docker');
  const host = variables['DOCKER_HOST'];
  if (host !== undefined && host !== '') {
    if (isSsh(host)) return sshEndpoint(host, machine, configDir);
    if (!variables['DOCKER_TLS_VERIFY']) return parseHost(host, null, configDir);
    const own = await certificatesIn(variables['DOCKER_CERT_PATH'] || configDir, files);
    return parseHost(host, { ...(own ?? noCertificates), verify: true }, configDir);
  }
  const context = variables['DOCKER_CONTEXT'] || (await currentContext(configDir, files));
  if (context === null || context === 'default') return ok(await platformEndpoint(machine, files, configDir));
  const found = await contextHost(configDir, context, files);
  if (!found.ok) return found;
  if (isSsh(found.value.host)) return sshEndpoint(found.value.host, machine, configDir);
  const own = await certificatesIn(found.value.tlsDir, files);
  return parseHost(
    found.value.host,
    own === null ? null : { ...own, verify: !found.value.skipVerify },
    configDir,
  );
}

/**
 * Reads `unix://`, `npipe://`, `tcp://`, `http://`, `https://`; a host without a scheme is tcp. Ports default to 2375, with
 * TLS to 2376, as in the docker command.
 */
export function parseHost(host: string, tls: Tls | null, configDir: string): Result<Endpoint, Problem> {
  // An engine is asked for no password, and the name is shown.
  const named = (host.includes('://') ? host : `tcp://${host}`).replace(/^(\w+:\/\/[^/@:]*):[^@/]*@/, '$1@');
  const scheme = named.slice(0, named.indexOf('://'));
  const rest = named.slice(scheme.length + 3);
  if (scheme === 'unix' || scheme === 'npipe') {
    if (rest === '') return absent(named, 'it names no path');
    return ok({ name: named, address: { kind: 'socket', path: rest }, configDir });
  }
  if (scheme !== 'tcp' && scheme !== 'http' && scheme !== 'https')
    return absent(named, `the scheme ${scheme} is not known`);
  return parseTcp(named, scheme === 'https' ? (tls ?? noCertificates) : tls, configDir);
}

const isSsh = (host: string): boolean => host.startsWith('ssh://');

async function sshEndpoint(
  name: string,
  machine: Machine,
  configDir: string,
): Promise<Result<Endpoint, Problem>> {
  const address = await sshAddress(name, machine);
  return address.ok ? ok({ name, address: address.value, configDir }) : address;
}

const noCertificates: Tls = { ca: null, cert: null, key: null, verify: true };

function parseTcp(named: string, tls: Tls | null, configDir: string): Result<Endpoint, Problem> {
  const url = URL.parse(named.replace(/^[a-z]+:/, 'http:'));
  if (url === null || url.hostname === '') return absent(named, 'it is not an address');
  // A URL drops the port 80 because it is http's own.
  const written = /:(\d+)\/?$/.exec(named)?.[1];
  const port = Number(url.port || written || (tls === null ? 2375 : 2376));
  const hostName = url.hostname.replace(/^\[|\]$/g, '');
  return ok({ name: named, address: { kind: 'tcp', host: hostName, port, tls }, configDir });
}

async function certificatesIn(dir: string, files: Files): Promise<Omit<Tls, 'verify'> | null> {
  const read = async (name: string): Promise<string | null> => {
    const text = await files.readText(files.resolve(dir, name), 1024 * 1024);
    return text.ok ? text.value : null;
  };
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  return ca === null && cert === null && key === null ? null : { ca, cert, key };
}

async function platformEndpoint(machine: Machine, files: Files, configDir: string): Promise<Endpoint> {
  if (machine.platform === 'win32') return socketAt('npipe', '//./pipe/docker_engine', configDir);
  const runtimeDir = machine.variables['XDG_RUNTIME_DIR'];
  const elsewhere = [
    files.resolve(machine.homeDir, '.docker', 'run', 'docker.sock'),
    ...(runtimeDir === undefined ? [] : [files.resolve(runtimeDir, 'docker.sock')]),
  ];
  const usual = '/var/run/docker.sock';
  for (const path of [usual, ...elsewhere]) {
    if ((await files.realPath(path)) !== null) return socketAt('unix', path, configDir);
  }
  return socketAt('unix', usual, configDir);
}

const socketAt = (scheme: string, path: string, configDir: string): Endpoint => ({
  name: `${scheme}://${path}`,
  address: { kind: 'socket', path },
  configDir,
});

const absent = (endpoint: string, detail: string): Result<never, Problem> =>
  fail({ kind: 'engine-absent', endpoint, detail });
