import type { EnvironmentView, Update } from '../contract/view.ts';
import { changes } from '../core/state/changes.ts';
import type { Credit } from './credit.ts';

/**
 * A snapshot, then deltas, each only after the one before was acknowledged. The next view is asked for after the
 * acknowledgement, so a slow reader gets one delta to the newest view and nothing is queued for it.
 */
export async function* boardUpdates(
  views: AsyncIterable<EnvironmentView>,
  credit: Credit,
  signal: AbortSignal,
): AsyncGenerator<Update, void> {
  let shown: EnvironmentView | null = null;
  let number = 0;
  for await (const view of views) {
    const update = updateFrom(shown, view, number);
    if (update === null) continue;
    yield update;
    await credit.spent(number, signal);
    shown = view;
    number += 1;
    if (signal.aborted) return;
  }
}

function updateFrom(shown: EnvironmentView | null, view: EnvironmentView, number: number): Update | null {
  if (shown === null) return { number, kind: 'snapshot', view };
  const delta = changes(shown, view);
  return delta === null ? null : { number, kind: 'delta', delta };
}
