import type { RunStatus, RunView } from '../../../src-main/contract/view.ts';
import type { StatusState } from '../../design/status/status-state.ts';
import { goalTexts } from '../command/goal-texts.ts';

const states: Record<RunStatus, StatusState> = {
  running: 'working',
  done: 'healthy',
  failed: 'failed',
  cancelled: 'attention',
};

/** A run in one mark and a few words. */
export function runHeadline(run: RunView): { readonly state: StatusState; readonly text: string } {
  return { state: states[run.status], text: textOf(run) };
}

function textOf({ goal, status, nothingToDo }: RunView): string {
  const texts = goalTexts[goal];
  switch (status) {
    case 'running':
      return texts.running;
    case 'done':
      return nothingToDo ? texts.nothing : texts.done;
    case 'failed':
      return texts.failed;
    case 'cancelled':
      return `${texts.verb} was cancelled`;
  }
}
