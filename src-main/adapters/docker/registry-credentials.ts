import { spawn } from 'node:child_process';
import type { Files } from '../../ports/files.ts';
import type { Machine } from '../../ports/machine.ts';
import { member } from './context.ts';

/** Who to be for a registry, in the shape of the Engine API's AuthConfig. */
export type SignIn =
  | { readonly username: string; readonly password: string; readonly serveraddress: string }
  | { readonly identitytoken: string; readonly serveraddress: string };

/** The credentials for a registry (`docker.io`, `ghcr.io`), or null: ask without. Never throws. */
export type RegistryCredentials = (registry: string) => Promise<SignIn | null>;

export const noCredentials: RegistryCredentials = async () => null;

/**
 * Credentials as the docker command keeps them: `credHelpers` and `credsStore` of its config.json name a program
 * `docker-credential-<name>`, `auths` holds them as base64. A helper is run by its absolute path as found on PATH, never from
 * the working folder, never by a shell. Whatever does not work means: without credentials; the registry then says what it wants.
 */
export function registryCredentials(configDir: string, machine: Machine, files: Files): RegistryCredentials {
  return async (registry) => {
    const text = await files.readText(files.resolve(configDir, 'config.json'), 1024 * 1024);
    if (!text.ok || text.value === null) return null;
    const config = parsed(text.value);
    const key = isDockerHub(registry) ? 'https://index.docker.io/v1/' : registry;
    const helper = member(member(config, 'credHelpers'), key) ?? member(config, 'credsStore');
    const kept = typeof helper === 'string' && helper !== '' ? await fromHelper(machine, helper, key) : null;
    return kept ?? fromAuths(entryFor(member(config, 'auths'), key), key);
  };
}

const isDockerHub = (registry: string): boolean =>
  ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(registry);

/** Old versions of the docker command wrote a key as the URL of the registry. */
function entryFor(auths: unknown, key: string): unknown {
  const exact = member(auths, key);
  if (exact !== null || typeof auths !== 'object' || auths === null) return exact;
  const found = Object.keys(auths).find((written) => hostOf(written) === key);
  return found === undefined ? null : member(auths, found);
}

const hostOf = (written: string): string => written.replace(/^https?:\/\//, '').split('/')[0] ?? '';

function fromAuths(entry: unknown, server: string): SignIn | null {
  const token = member(entry, 'identitytoken');
  if (typeof token === 'string' && token !== '') return { identitytoken: token, serveraddress: server };
  const auth = member(entry, 'auth');
  if (typeof auth !== 'string' || auth === '') return null;
  const plain = Buffer.from(auth, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  return colon < 0
    ? null
    : { username: plain.slice(0, colon), password: plain.slice(colon + 1), serveraddress: server };
}

async function fromHelper(machine: Machine, helper: string, server: string): Promise<SignIn | null> {
  // The name goes into a file name: nothing that could lead elsewhere.
  if (!/^[\w.-]+$/.test(helper)) return null;
  const program = await machine.findTool(`docker-credential-${helper}`);
  // Node runs .bat and .cmd through a shell.
  if (program === null || /\.(bat|cmd)$/i.test(program)) return null;
  const answer = parsed(await answerOf(program, server));
  const [username, password] = [member(answer, 'Username'), member(answer, 'Secret')];
  if (typeof username !== 'string' || typeof password !== 'string') return null;
  // Protocol of docker-credential-helpers: this user name means that the secret is an identity token.
  if (username === '<token>') return { identitytoken: password, serveraddress: server };
  return { username, password, serveraddress: server };
}

const helperTimeoutMs = 10_000;

function answerOf(program: string, server: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: helperTimeoutMs,
      windowsHide: true,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    child.on('error', () => resolve(''));
    child.on('close', (code) => resolve(code === 0 ? output : ''));
    child.stdin.on('error', () => {});
    child.stdin.end(server);
  });
}

/** The X-Registry-Auth header: base64 for URLs, with padding, as the engine decodes it. */
export const authHeader = (signIn: SignIn): string =>
  Buffer.from(JSON.stringify(signIn)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
