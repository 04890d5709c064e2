import type { Act } from './measure.ts';
import { projectName, type Stage } from './stage.ts';

/** The acts on the sample, in the order of the table. Images are present in all of them. */
export function actsOn(stage: Stage): readonly Act[] {
  const { berth, compose, docker, clear } = stage;
  const up = () => compose('up', '--detach', '--wait');
  const toGreen = async () => {
    await clear();
    await up();
  };
  return [
    { name: 'up-cold', prepare: clear, berth: () => berth('up'), compose: up },
    { name: 'up-unchanged', prepare: () => berth('up'), berth: () => berth('up'), compose: up },
    { name: 'down', prepare: () => berth('up'), berth: () => berth('down'), compose: () => compose('down') },
    { name: 'reset', prepare: toGreen, berth: () => berth('reset', '--yes'), compose: resetByHand },
    {
      name: 'undo',
      prepare: () => berth('reset', '--yes'),
      berth: () => berth('undo', '--yes'),
      compose: null,
    },
  ];

  /** What a developer types today to get a migrated and seeded database. */
  async function resetByHand(): Promise<void> {
    await compose('rm', '--stop', '--force', 'db');
    await docker('volume', 'rm', `${projectName}_dbdata`);
    await up();
    await compose('run', '--rm', '--no-deps', 'api', 'alembic', 'upgrade', 'head');
    await compose('run', '--rm', '--no-deps', 'api', 'python', 'seed_db.py');
  }
}
