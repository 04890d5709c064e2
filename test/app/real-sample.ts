import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A copy of the sample under a name and on ports of its own, and the built program serving its window. */
export type RealSample = AsyncDisposable & {
  readonly name: string;
  readonly webPort: number;
  /** The one-time URL that `berth serve` printed. */
  readonly url: string;
  /** What a query on the sample's database answers, one row a line. */
  readonly query: (sql: string) => string;
};

export async function serveRealSample(): Promise<RealSample> {
  const name = `berth-app-${randomBytes(4).toString('hex')}`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const dir = join(folder, 'sample');
  copySample(dir, name);
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    BERTH_HOME: join(folder, 'home'),
    DB__PASSWORD: 'onlyForThisSpec1',
    API_PORT: String(apiPort),
    WEB_PORT: String(webPort),
  };
  const child = spawn(process.execPath, [join(root, 'out/cli/berth.mjs'), 'serve', '--project', dir], {
    env,
  });
  return {
    name,
    webPort,
    url: await printedUrl(child),
    query: (sql) => docker('exec', `${name}-db-1`, 'psql', '-U', 'app', '-d', 'app', '-tAc', sql),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT');
      docker('compose', '-p', name, 'down', '--volumes', '--remove-orphans', '--timeout', '2');
      removeLeftovers(name);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function copySample(dir: string, name: string): void {
  cpSync(join(root, 'resources/sample'), dir, { recursive: true });
  for (const file of ['compose.yaml', 'berth.yaml']) {
    const text = readFileSync(join(dir, file), 'utf8');
    writeFileSync(join(dir, file), text.replaceAll('berth-sample', name));
  }
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const url = /http:\/\/127\.0\.0\.1:\d+\/#code=\S+/u.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', (code) => reject(new Error(`berth serve ended with ${code}: ${said}`)));
  });
}

/** Volumes of later generations and the images built for this copy. */
function removeLeftovers(name: string): void {
  const copiers = lines(docker('ps', '-aq', '--filter', `label=berth.project=${name}`));
  if (copiers.length > 0) docker('rm', '-fv', ...copiers);
  const volumes = lines(docker('volume', 'ls', '-q', '--filter', `label=berth.project=${name}`));
  if (volumes.length > 0) docker('volume', 'rm', '-f', ...volumes);
  const images = lines(docker('image', 'ls', '-q', '--filter', `reference=${name}-*`));
  if (images.length > 0) docker('image', 'rm', '-f', ...images);
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const docker = (...args: readonly string[]): string =>
  execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
