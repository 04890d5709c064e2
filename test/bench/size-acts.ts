import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from './measure.ts';
import { projectName, type Stage } from './stage.ts';

/**
 * Reset, undo, snapshot and restore on databases of a size, in MB. The compose sequence would fill the database anew each time,
 * which takes minutes, so reset and undo stand alone here: what counts is that they are the same at every size. A snapshot and
 * a restore stand beside the server's own tools, and a snapshot also beside a plain copy of the volume, the server stopped, and
 * beside the server's own copy of itself while it serves on.
 */
export const sizeActs = (stage: Stage, sizesMb: readonly number[]): readonly Act[] =>
  sizesMb.flatMap((sizeMb) => actsAt(stage, sizeMb));

const container = `${projectName}-db-1`;
const copy = `${projectName}_plain-copy`;

function actsAt(stage: Stage, sizeMb: number): readonly Act[] {
  const { berth, copied, docker } = stage;
  // Past generations would fill the disk of the machine; the live one and its undo stay.
  const prune = (): Promise<void> => berth('db', 'prune', '--count', '0', '--yes');
  const drop = (): Promise<void> =>
    berth('db', 'prune', '--count', '0', '--snapshot', 'bench', '--yes').catch(() => undefined);
  const prepared = async (): Promise<void> => {
    fillBySeed(stage.dir, sizeMb);
    await berth('up');
    await berth('reset', '--yes');
    await copied();
    await prune();
  };
  const withoutSnapshot = async (): Promise<void> => {
    await berth('up');
    await drop();
    await docker('volume', 'rm', '--force', copy);
  };
  const inside = (script: string): Promise<void> => docker('exec', container, 'sh', '-c', script);
  return [
    { name: `reset-${sizeMb}`, prepare: prepared, berth: () => berth('reset', '--yes'), compose: null },
    { name: `undo-${sizeMb}`, prepare: prepared, berth: () => berth('undo', '--yes'), compose: null },
    {
      name: `snapshot-${sizeMb}`,
      prepare: withoutSnapshot,
      berth: () => berth('db', 'snapshot', 'bench'),
      compose: () => inside('pg_dump -U app -Fc -Z1 -f /tmp/dump app'),
    },
    {
      name: `snapshot-copy-${sizeMb}`,
      prepare: withoutSnapshot,
      berth: () => berth('db', 'snapshot', 'bench'),
      compose: () => plainCopy(stage),
    },
    {
      name: `snapshot-online-${sizeMb}`,
      prepare: async () => {
        await withoutSnapshot();
        await inside('rm -rf /tmp/base');
      },
      berth: () => berth('db', 'snapshot', 'bench'),
      compose: () => inside(onlineCopy),
      clear: () => inside('rm -rf /tmp/base'),
    },
    {
      name: `restore-${sizeMb}`,
      prepare: async () => {
        await withoutSnapshot();
        await berth('db', 'snapshot', 'bench');
        await prune();
        await inside('pg_dump -U app -Fc -Z1 -f /tmp/dump app');
      },
      berth: () => berth('db', 'restore', 'bench', '--yes'),
      compose: () => inside('pg_restore -U app --clean --if-exists -d app /tmp/dump'),
      clear: withoutSnapshot,
    },
  ];
}

// While the server serves on; flushed to the disk by itself, as a snapshot is.
const onlineCopy = 'pg_basebackup -U app -D /tmp/base -X stream --checkpoint=fast';

/** What a developer would type to keep a volume: no check that the copy is whole, nothing that remembers it. */
async function plainCopy({ docker }: Stage): Promise<void> {
  await docker('stop', container);
  const words = [
    '--rm',
    '--volumes-from',
    `${container}:ro`,
    '--volume',
    `${copy}:/to`,
    '--entrypoint',
    'sh',
  ];
  const script = 'cp -a /var/lib/postgresql/data/. /to/ && sync -f /to';
  await docker('run', ...words, 'postgres:16', '-c', script);
  await docker('start', container);
  await docker('exec', container, 'sh', '-c', 'until pg_isready -q -h 127.0.0.1; do sleep 0.05; done');
}

// Rows that are too short to be stored elsewhere or compressed: 1,930 bytes each on the disk.
const bytesOfRow = 1_930;

/** The seed of the stage's own copy makes a table of that size beside the sample's own rows. */
function fillBySeed(dir: string, sizeMb: number): void {
  const file = join(dir, 'berth.yaml');
  const rows = Math.round((sizeMb * 1_000_000) / bytesOfRow);
  const sql = `create table ballast as select i, repeat(md5(i::text), 58) as text from generate_series(1, ${rows}) as i`;
  const script = `import os, psycopg2; c = psycopg2.connect(os.environ['API__DATABASE_URL']); c.cursor().execute('${sql}'); c.commit()`;
  const command = `command: [python, -c, ${JSON.stringify(script)}]`;
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/(seed:\n\s+service: api\n\s+)command: .*/, `$1${command}`));
}
