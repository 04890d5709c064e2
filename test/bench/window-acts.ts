import type { Act } from './measure.ts';
import type { OpenWindow } from './open-window.ts';
import type { Stage } from './stage.ts';

/**
 * A press in a window that is open, beside the command that is typed instead: what remains of an act when no program has to be
 * started for it. While the peer works no window is open.
 */
export function windowActs({ clear, compose, window }: Stage): readonly Act[] {
  let open: OpenWindow | null = null;
  const closed = async (): Promise<void> => {
    await open?.[Symbol.asyncDispose]();
    open = null;
  };
  const up = () => compose('up', '--detach', '--wait');
  const press = async (goal: 'up' | 'down'): Promise<void> => {
    open ??= await window();
    await open.press(goal);
  };
  const green = () => press('up');
  const greenAndClosed = async (): Promise<void> => {
    await press('up');
    await closed();
  };
  return [
    {
      name: 'window-up-unchanged',
      prepare: green,
      berth: () => press('up'),
      preparePeer: greenAndClosed,
      compose: up,
      clear: closed,
    },
    {
      name: 'window-down',
      prepare: green,
      berth: () => press('down'),
      preparePeer: greenAndClosed,
      compose: () => compose('down'),
      clear: async () => {
        await closed();
        await clear();
      },
    },
  ];
}
