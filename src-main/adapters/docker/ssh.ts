import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { Machine } from '../../ports/machine.ts';

/** How an engine behind ssh is reached: a program of this machine, without a shell. */
export type SshAddress = {
  readonly kind: 'ssh';
  /** Absolute path of ssh. */
  readonly program: string;
  readonly args: readonly string[];
};

/**
 * `ssh://[user@]host[:port][/path of the socket]` as the docker command reads it (docker/cli 28): its own `docker system
 * dial-stdio` on the far machine speaks for the engine. ssh asks no question: keys come from its agent or its configuration.
 * Problems: engine-absent for an address that cannot be understood, tool-missing.
 */
export async function sshAddress(host: string, machine: Machine): Promise<Result<SshAddress, Problem>> {
  const url = URL.parse(host);
  const wrong = faultOf(url);
  if (url === null || wrong !== null)
    return fail({
      kind: 'engine-absent',
      endpoint: host.replace(/:[^@/]*@/, '@'),
      detail: wrong ?? 'it is not an address',
    });
  const program = await machine.findTool('ssh');
  if (program === null)
    return fail({ kind: 'tool-missing', tool: 'ssh', remedy: 'Install the OpenSSH client.' });
  const socket = url.pathname.length > 1 ? ['--host', `unix://${decodeURIComponent(url.pathname)}`] : [];
  const args = [
    ...(url.username === '' ? [] : ['-l', decodeURIComponent(url.username)]),
    ...(url.port === '' ? [] : ['-p', url.port]),
    ...['-o', 'ConnectTimeout=30', '-o', 'BatchMode=yes', '-T'],
    ...['--', url.hostname.replace(/^\[|\]$/g, ''), 'docker', ...socket, 'system', 'dial-stdio'],
  ];
  return ok({ kind: 'ssh', program, args });
}

function faultOf(url: URL | null): string | null {
  if (url === null || url.hostname === '') return 'it names no host';
  if (url.password !== '') return 'a password may not stand in an address; ssh uses keys';
  if (url.search !== '' || url.hash !== '') return 'only a user, a host, a port and a path are understood';
  return null;
}

/** A connection to the engine: what ssh writes and reads. To Node's agent it is a socket. */
export class SshConnection extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #said = '';
  #idle: NodeJS.Timeout | undefined;

  constructor({ program, args }: SshAddress) {
    super();
    this.#child = spawn(program, [...args], { stdio: 'pipe', windowsHide: true });
    const { stdin, stdout, stderr } = this.#child;
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    stderr.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk.toString('utf8')}`.slice(-2_000);
    });
    stdin.on('error', () => {});
    this.#child.on('error', (error) => this.destroy(error));
    this.#child.on('close', (code) => this.#ended(code));
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    // That ssh reads no more is told by its end, with its own words.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#child.stdin.destroy();
    this.#child.kill();
    done(error);
  }

  /** A connection that nobody uses does not keep this process alive. */
  unref(): this {
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr])
      Reflect.get(stream, 'unref')?.call(stream);
    return this;
  }

  ref(): this {
    this.#child.ref();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr])
      Reflect.get(stream, 'ref')?.call(stream);
    return this;
  }

  /** Node's agent asks for this when it puts a connection aside, and gives up one that says so while nobody uses it. */
  setTimeout(ms: number): this {
    clearTimeout(this.#idle);
    if (ms > 0) this.#idle = setTimeout(() => this.emit('timeout'), ms).unref();
    return this;
  }

  // What Node's agent asks of a socket, and a pipe has no use for.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }

  #ended(code: number | null): void {
    if (code === 0 || this.destroyed) return void this.push(null);
    this.destroy(new SshFault(this.#said.trim()));
  }
}

/** What ssh said before it ended; its code is Node's for a refused access where it was one. */
class SshFault extends Error {
  readonly code: string;
  constructor(said: string) {
    super(said === '' ? 'ssh ended without a word' : said);
    this.code = /permission denied|host key verification failed|too many authentication/i.test(said)
      ? 'EACCES'
      : 'ESSH';
  }
}
