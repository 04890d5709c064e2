import { describe, expect, it } from 'vitest';
import type { RunView } from '../../src-main/contract/view.ts';
import type { Session } from '../../src-main/engine/desk.ts';
import { approved, run, shop, signal, up, verdicts } from './shop.ts';

const at = shop();
const down = { goal: 'down', services: [] } as const;
const reset = { goal: 'reset', services: [] } as const;

/** Runs a goal and cancels it when its nth step begins. */
async function cancelledAt(session: Session, wish: typeof up | typeof reset, nth: number): Promise<RunView> {
  const started = await session.start(wish, await approved(session, wish), signal);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  let last: RunView | null = null;
  for await (const view of session.follow(started.value, signal)) {
    last = view;
    const begun = view.steps.filter(({ startedAt }) => startedAt !== null).length;
    if (begun >= nth && view.status === 'running') session.cancel(started.value);
  }
  if (last === null) throw new Error('the run was not told');
  return last;
}

/** How many steps a run of it has. */
async function stepsOf(session: Session, wish: typeof up | typeof reset): Promise<number> {
  const plan = await session.plan(wish, signal);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value.steps.length;
}

const leftovers = (): readonly string[] =>
  at.world.engine.containers
    .filter(({ name, oneOff }) => oneOff || !/^shop-(db|api|web)-1$/.test(name))
    .map(({ name }) => name);

describe('a run that is cancelled', () => {
  it('at any step of an up leaves what the next up goes on from', async () => {
    at.world.engine.images.delete('web:1');
    const session = await at.open();
    const count = await stepsOf(session, up);
    expect(count).toBeGreaterThan(8);
    for (let nth = 1; nth <= count; nth += 1) {
      at.world.engine.images.delete('web:1');
      const cut = await cancelledAt(session, up, nth);
      expect(['cancelled', 'done'], `step ${nth}`).toContain(cut.status);
      expect(cut.problems, `step ${nth}`).toEqual([]);
      expect(await run(session, up), `step ${nth}`).toMatchObject({ status: 'done', problems: [] });
      expect(verdicts(session), `step ${nth}`).toEqual({ db: 'green', api: 'green', web: 'green' });
      expect(leftovers(), `step ${nth}`).toEqual([]);
      expect((await run(session, down)).status).toBe('done');
      expect(at.world.engine.containers, `step ${nth}`).toEqual([]);
    }
  });

  it('at any step of a recreation likewise, and no container keeps the name it had on the way', async () => {
    const session = await at.open();
    await run(session, up);
    const count = 12;
    for (let nth = 1; nth <= count; nth += 1) {
      at.world.files.texts.set('/srv/shop/.env.local', `API_PORT=${9000 + nth}\n`);
      await session.reload(signal);
      expect((await cancelledAt(session, up, nth)).problems, `step ${nth}`).toEqual([]);
      expect(await run(session, up), `step ${nth}`).toMatchObject({ status: 'done', problems: [] });
      expect(verdicts(session), `step ${nth}`).toEqual({ db: 'green', api: 'green', web: 'green' });
      expect(leftovers(), `step ${nth}`).toEqual([]);
    }
  });

  it('at any step of a reset is on the old data or on the new, and an up has nothing to mend', async () => {
    const session = await at.open();
    await run(session, up);
    const count = await stepsOf(session, reset);
    for (let nth = 1; nth <= count; nth += 1) {
      const before = session.view().database?.current;
      const cut = await cancelledAt(session, reset, nth);
      expect(cut.problems, `step ${nth}`).toEqual([]);
      const now = session.view().database?.current;
      if (cut.status === 'cancelled') expect([before, (before ?? 0) + 1], `step ${nth}`).toContain(now);
      expect(await run(session, up), `step ${nth}`).toMatchObject({ status: 'done', problems: [] });
      expect(verdicts(session), `step ${nth}`).toEqual({ db: 'green', api: 'green', web: 'green' });
      expect(leftovers(), `step ${nth}`).toEqual([]);
    }
  });
});
