import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { PlanWish } from '../../../src-main/engine/desk.ts';

export type KillWish = {
  readonly settings: string;
  readonly dir: string;
  readonly wish: PlanWish;
  /** How the title of the step begins at whose nth beginning the process kills itself. */
  readonly title: string;
  readonly nth?: number;
};

/** Runs a goal in a process of its own, which kills itself when the nth step with that title begins. */
export async function killedAt({ settings, dir, wish, title, nth = 1 }: KillWish): Promise<void> {
  const script = fileURLToPath(new URL('./die-at-step.ts', import.meta.url));
  const child = spawn(process.execPath, [script, settings, dir, JSON.stringify(wish), title, String(nth)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const ended = await new Promise<{ code: number | null; by: string | null }>((resolve) =>
    child.on('close', (code, by) => resolve({ code, by })),
  );
  // With what it said, so that a child that ended for another reason tells which.
  expect({ ...ended, said }).toEqual({ code: null, by: 'SIGKILL', said });
}
