import { fail, ok } from '../contract/result.ts';
import type { RunView } from '../contract/view.ts';
import type { Outcome, PlanWish, Session } from './desk.ts';

/** Starts a goal and waits for its end; the signal cancels it. Problems: those of `start`, and what the run ended with. */
export async function runToEnd(
  session: Pick<Session, 'start' | 'follow' | 'cancel'>,
  wish: PlanWish,
  signal: AbortSignal,
): Outcome<void> {
  const started = await session.start(wish, null, signal);
  if (!started.ok) return started;
  const cancel = (): void => session.cancel(started.value);
  signal.addEventListener('abort', cancel, { once: true });
  let last: RunView | null = null;
  for await (const view of session.follow(started.value, new AbortController().signal)) last = view;
  signal.removeEventListener('abort', cancel);
  if (last?.status === 'done') return ok(undefined);
  return fail(
    last === null || last.problems.length === 0 ? [{ kind: 'cancelled', goal: wish.goal }] : last.problems,
  );
}
