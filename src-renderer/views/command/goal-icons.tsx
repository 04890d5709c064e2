import { DatabaseZap, Play, Square, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProjectGoal } from '../../../src-main/contract/names.ts';

/** The icon of each goal, on buttons and in the palette. */
export const goalIcons: Record<ProjectGoal, ReactNode> = {
  up: <Play aria-hidden="true" />,
  down: <Square aria-hidden="true" />,
  reset: <DatabaseZap aria-hidden="true" />,
  undo: <Undo2 aria-hidden="true" />,
};
