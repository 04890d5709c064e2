import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from './measure.ts';
import { projectName, type Stage } from './stage.ts';

/**
 * Reset, undo and snapshot on databases of a size, in MB. The compose sequence would fill the database anew each time, which
 * takes minutes, so reset and undo stand alone here: what counts is that they are the same at every size. A snapshot stands
 * beside a dump by the server's own tool.
 */
export const sizeActs = (stage: Stage, sizesMb: readonly number[]): readonly Act[] =>
  sizesMb.flatMap((sizeMb) => actsAt(stage, sizeMb));

function actsAt(stage: Stage, sizeMb: number): readonly Act[] {
  const { berth, copied, docker } = stage;
  const prepared = async (): Promise<void> => {
    fillBySeed(stage.dir, sizeMb);
    await berth('up');
    await berth('reset', '--yes');
    await copied();
  };
  const container = `${projectName}-db-1`;
  const drop = (): Promise<void> => berth('db', 'prune', '--count', '0', '--snapshot', 'bench', '--yes');
  return [
    { name: `reset-${sizeMb}`, prepare: prepared, berth: () => berth('reset', '--yes'), compose: null },
    { name: `undo-${sizeMb}`, prepare: prepared, berth: () => berth('undo', '--yes'), compose: null },
    {
      name: `snapshot-${sizeMb}`,
      prepare: async () => {
        await prepared();
        await drop().catch(() => undefined);
      },
      berth: () => berth('db', 'snapshot', 'bench'),
      compose: () =>
        docker('exec', container, 'sh', '-c', 'pg_dump -U app -Fc -Z1 app >/tmp/dump && rm /tmp/dump'),
    },
  ];
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
