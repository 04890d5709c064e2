import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unfinished } from '../../../src-main/core/database/scraps.ts';
import type { LedgerRecord } from '../../../src-main/core/plan/ledger.ts';
import { deleteVolume } from '../../../src-main/engine/database/perform-database.ts';
import { openJournal } from '../../../src-main/engine/journal.ts';
import { FakeFiles, FakeWorld, realClock } from '../../support/fake-world.ts';

const name = fc.constantFrom('p_v', 'p_v.g2', 'p_v.golden-a', 'q_v.g2', 'other');
const labels = fc.dictionary(
  fc.constantFrom('berth.project', 'berth.volume', 'berth.generation', 'com.docker.compose.project'),
  fc.constantFrom('p', 'q', 'v', '2'),
);

// The last word before the engine's: whatever a planner chose by mistake, and however labels were spoofed.
it('a volume goes only where the ledger of the project has it and it carries both labels', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(name), name, labels, async (noted, asked, found) => {
      const { engine } = new FakeWorld();
      const journal = await openJournal(new FakeFiles(), realClock, '/journal');
      if (!journal.ok) throw new Error(journal.error.kind);
      for (const physical of noted) {
        const record: LedgerRecord = { kind: 'generation created', volume: 'v', number: 2, physical };
        await journal.value.append(record);
      }
      engine.addVolume(asked, found);
      const world = { docker: engine.docker, journal: journal.value, project: 'p' };
      const done = await deleteVolume(world, 'v', asked, 'a test');
      const own = found['berth.project'] === 'p' && found['berth.volume'] === 'v' && noted.includes(asked);
      expect([done.ok, engine.volumes.has(asked)]).toEqual([own, !own]);
      if (!done.ok) expect(done.error).toMatchObject({ kind: 'volume-foreign', volume: asked });
      expect(journal.value.records().some(({ kind }) => kind === 'volume deleted')).toBe(own);
      // What is none of Berth's is not tried again at the next start.
      expect(unfinished(journal.value.records()).map(({ physical }) => physical)).not.toContain(asked);
    }),
    { numRuns: 300 },
  );
});
