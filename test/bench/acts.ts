import { explain } from './explain.ts';
import type { Act } from './measure.ts';
import { projectName, type Rhythm, type Stage } from './stage.ts';

/**
 * The acts on the sample, in the order of the table. Images are present in all of them. `up-cold-tuned` is the best case for
 * docker compose: the checks of the sample with a `start_interval`, which few projects have.
 */
export function actsOn(stage: Stage): readonly Act[] {
  const { berth, berthWith, timed, compose, composeWith, docker, clear, copied } = stage;
  const up = () => compose('up', '--detach', '--wait');
  const toGreen = async () => {
    await clear();
    await up();
  };
  const explained =
    (name: string, prepare: () => Promise<void>, ...words: readonly string[]) =>
    async () => {
      await prepare();
      return explain(name, await timed(...words));
    };
  const upTo = (concurrency: string) => berthWith({ WORKER__CONCURRENCY: concurrency }, 'up');
  const rows: readonly Act[] = [
    {
      name: 'up-cold',
      prepare: clear,
      berth: () => berth('up'),
      compose: up,
      explained: explained('up-cold', clear, 'up'),
    },
    { name: 'up-unchanged', prepare: () => berth('up'), berth: () => berth('up'), compose: up },
    {
      name: 'recreate-one',
      prepare: () => upTo('2'),
      berth: () => upTo('3'),
      compose: () => composeWith({ WORKER__CONCURRENCY: '3' }, 'up', '--detach', '--wait'),
    },
    {
      name: 'down',
      prepare: () => berth('up'),
      berth: () => berth('down'),
      compose: () => compose('down'),
      explained: explained('down', () => berth('up'), 'down'),
    },
    // The first reset of a project, and the first after a migration changed.
    { name: 'reset-first', prepare: toGreen, berth: () => berth('reset', '--yes'), compose: resetByHand },
    {
      name: 'reset',
      prepare: toPrepared,
      berth: () => berth('reset', '--yes'),
      compose: resetByHand,
      explained: explained('reset', toPrepared, 'reset', '--yes'),
    },
    {
      name: 'undo',
      prepare: toPrepared,
      berth: () => berth('undo', '--yes'),
      compose: null,
      explained: explained('undo', toPrepared, 'undo', '--yes'),
    },
  ];
  return [
    ...rows.map((row) => ({ ...row, prepare: () => as('written', row.prepare) })),
    { name: 'up-cold-tuned', prepare: () => as('tuned', clear), berth: () => berth('up'), compose: up },
  ];

  async function as(rhythm: Rhythm, prepare: () => Promise<void>): Promise<void> {
    stage.rhythm(rhythm);
    await prepare();
  }

  /** As it is between two resets: the copy that the second one takes was made while nobody waited. */
  async function toPrepared(): Promise<void> {
    await berth('up');
    await berth('reset', '--yes');
    await copied();
  }

  /** What a developer types today to get a migrated and seeded database. */
  async function resetByHand(): Promise<void> {
    await compose('rm', '--stop', '--force', 'db');
    await docker('volume', 'rm', `${projectName}_dbdata`);
    await up();
    await compose('run', '--rm', '--no-deps', 'api', 'alembic', 'upgrade', 'head');
    await compose('run', '--rm', '--no-deps', 'api', 'python', 'seed_db.py');
  }
}
