import type { EnvironmentView } from '../../src-main/contract/view.ts';
import type { Api } from '../connection/connection.ts';
import { applyUpdate } from './apply-delta.ts';

export type BoardWish = { readonly api: Api; readonly project: string; readonly signal: AbortSignal };

/**
 * Calls `show` with the snapshot and with the view after each delta. Asks for the next only after the screen
 * has drawn the one before, so a busy engine never runs ahead of the window. Throws when the wire is lost or
 * the project is not open.
 */
export async function followBoard(wish: BoardWish, show: (view: EnvironmentView) => void): Promise<void> {
  const { api, project, signal } = wish;
  const subscription = crypto.randomUUID();
  let view: EnvironmentView | null = null;
  for await (const update of await api.board.watch({ project, subscription }, { signal })) {
    view = applyUpdate(view, update);
    if (view !== null) show(view);
    await drawn();
    await api.board.acknowledge({ subscription, number: update.number }, { signal });
  }
}

/** A hidden window draws no frames; it still takes one view a second. */
const hiddenMs = 1_000;

function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
    // The frame would wait until the window is in sight again, and one more for each view.
    const timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      resolve();
    }, hiddenMs);
  });
}
