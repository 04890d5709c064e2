// Runs a goal and kills its own process at the nth beginning of a step with the given title: a crash at a known instant.
import type { PlanWish } from '../../../src-main/engine/desk.ts';
import { openSession, realDesk, runGoal } from './real-desk.ts';

const [settings = '', dir = '', wish = '', title = '', nth = '1'] = process.argv.slice(2);
const session = await openSession(realDesk(settings), dir);
await runGoal(session, JSON.parse(wish) as PlanWish, (view) => {
  const begun = view.steps.filter((step) => step.title.startsWith(title) && step.startedAt !== null);
  if (begun.length >= Number(nth)) process.kill(process.pid, 'SIGKILL');
});
process.exit(3);
