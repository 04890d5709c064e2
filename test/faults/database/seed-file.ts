import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { diskBundles } from '../../../src-main/adapters/bundle/bundles.ts';
import { eventually } from '../../lab/eventually.ts';
import type { DatabaseProject } from './project.ts';

export type SeedFileWish = {
  /** Name of the project, and of what is made on the way. */
  readonly name: string;
  readonly docker: DatabaseProject['docker'];
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly file: string;
  /** The one row of its data. */
  readonly text: string;
};

const bundles = diskBundles();
const key = bundles.newKey();

/** Writes a bundle of a Redis with one row, as an export would. Returns the id of its key. */
export async function writeSeedFile({ name, docker, env, file, text }: SeedFileWish): Promise<string> {
  const maker = `${name}-maker`;
  const run = ['run', '-d', '--name', maker, '-v', '/berth/data', '--workdir', '/berth/data', 'redis:7'];
  await docker(...run, 'redis-server', '--dir', '/berth/data', '--appendonly', 'yes', '--save', '');
  try {
    const pings = (): Promise<boolean> =>
      docker('exec', maker, 'redis-cli', 'ping').then(
        (answer) => answer === 'PONG',
        () => false,
      );
    if (!(await eventually(pings, 60_000))) throw new Error(`${maker} does not answer`);
    await docker('exec', maker, 'redis-cli', 'rpush', 'notes', text);
    await docker('stop', maker);
    await mkdir(dirname(file), { recursive: true });
    await rm(file, { force: true });
    const copying = spawn('docker', ['cp', `${maker}:/berth/data`, '-'], { env: { ...env } });
    // Of a child that has ended Node throws away what nobody listens to yet.
    const archive = copying.stdout.pipe(new PassThrough());
    const written = await bundles.write({
      ...{ file, part: `${file}.part`, key, archive },
      manifest: (payload) => ({
        ...{ berth: 1, project: name, service: 'db', volume: 'dbdata', snapshot: 'base', note: '' },
        ...{ image: 'redis:7', digest: '', server: null, revision: '', commit: '', takenAt: null },
        ...{ createdAt: Date.now(), bytes: null, payload, signer: { name: 'the lab', key: key.key } },
      }),
    });
    if (!written.ok) throw new Error(JSON.stringify(written.error));
    return key.id;
  } finally {
    await docker('rm', '-fv', maker);
  }
}
