import type { ServiceView } from '../../src-main/contract/view.ts';
import type { StatusState } from '../design/status/status-state.ts';

/** All services in one mark and a few words. */
export type BoardSummary = { readonly state: StatusState; readonly text: string };

/** The worst that is so leads: failing, then on the way, then all at rest, then green. */
export function boardSummary(services: readonly ServiceView[]): BoardSummary {
  const count = (...verdicts: readonly ServiceView['verdict'][]) =>
    services.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const all = services.length;
  const failing = count('failing');
  const moving = count('starting', 'waiting');
  const green = count('green');
  const text = `${green} of ${all} green`;
  if (failing > 0) return { state: 'failed', text: `${failing} failing, ${text}` };
  if (moving > 0) return { state: 'working', text };
  if (green === 0) return { state: 'stopped', text: 'Nothing runs' };
  return { state: green === all ? 'healthy' : 'attention', text };
}
