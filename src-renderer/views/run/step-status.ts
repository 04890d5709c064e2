import type { StepStatus } from '../../../src-main/contract/view.ts';
import type { StatusState } from '../../design/status/status-state.ts';

/** The mark and the word for each status of a step. */
export const stepMarks: Record<StepStatus, { readonly state: StatusState; readonly word: string }> = {
  pending: { state: 'unknown', word: 'to come' },
  running: { state: 'working', word: 'under way' },
  done: { state: 'healthy', word: 'done' },
  failed: { state: 'failed', word: 'failed' },
  skipped: { state: 'stopped', word: 'skipped' },
  cancelled: { state: 'stopped', word: 'cancelled' },
};
