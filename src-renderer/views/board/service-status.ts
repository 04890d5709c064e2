import type { ServiceView, Verdict } from '../../../src-main/contract/view.ts';
import type { StatusState } from '../../design/status/status-state.ts';

/** The mark and the word for a service on the board. */
export type ServiceStatus = { readonly state: StatusState; readonly word: string };

const marks: Record<Verdict, StatusState> = {
  green: 'healthy',
  starting: 'working',
  waiting: 'waiting',
  idle: 'stopped',
  failing: 'failed',
};

/** How a service stands, in one mark and one word. */
export function serviceStatus(service: ServiceView): ServiceStatus {
  return { state: marks[service.verdict], word: words[service.verdict](service) };
}

const words: Record<Verdict, (service: ServiceView) => string> = {
  green: ({ health, state }) =>
    health === 'healthy' ? 'Healthy' : state === 'exited' ? 'Completed' : 'Running',
  starting: () => 'Starting',
  waiting: () => 'Waiting',
  idle: ({ state }) => (state === 'absent' ? 'Not created' : state === 'paused' ? 'Paused' : 'Stopped'),
  failing: ({ state, health, exitCode }) => {
    if (state === 'restarting') return 'Restarting';
    if (state === 'exited' || state === 'dead') return exitCode === null ? 'Exited' : `Exited (${exitCode})`;
    return health === 'unhealthy' ? 'Unhealthy' : 'Failing';
  },
};
