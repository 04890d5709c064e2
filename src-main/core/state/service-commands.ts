import type { ServiceName } from '../../contract/names.ts';
import type { ServiceCommandView } from '../../contract/view.ts';
import { containersOfService } from '../health/service-facts.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import { standstill } from './commands.ts';
import type { State } from './state.ts';

type Name = ServiceCommandView['name'];

const names: readonly Name[] = ['start', 'stop', 'restart', 'rebuild'];

/** What can be done with one service now. A service without a build section is not offered to be built. */
export function serviceCommands(state: State, service: ServiceName): readonly ServiceCommandView[] {
  const stands = standstill(state);
  const containers = containersOfService(state, service);
  return names
    .filter((name) => name !== 'rebuild' || state.model?.services[service]?.build !== undefined)
    .map((name) => {
      const whyNot = stands ?? refusal(containers, service, name);
      return { name, enabled: whyNot === null, whyNot, wish: { ...wishes[name], services: [service] } };
    });
}

/** `start` is `up` of the one service: what it needs comes too, and what is missing is made. */
const wishes: Readonly<Record<Name, Omit<ServiceCommandView['wish'], 'services'>>> = {
  start: { goal: 'up', flags: {} },
  stop: { goal: 'stop', flags: {} },
  restart: { goal: 'restart', flags: {} },
  rebuild: { goal: 'up', flags: { build: 'always' } },
};

function refusal(containers: readonly ObservedContainer[], service: ServiceName, name: Name): string | null {
  const runs = containers.some((container) => ['running', 'restarting', 'paused'].includes(container.state));
  if (name === 'start') return runs ? `${service} is running.` : null;
  if (name === 'stop') return runs ? null : `${service} is not running.`;
  if (name === 'restart') return containers.length > 0 ? null : `${service} has no container yet.`;
  return null;
}
