import { sha256Hex } from '../sha256.ts';
import type { PlanId } from '../../contract/names.ts';
import { assertNever } from '../../contract/result.ts';
import type { Action, Plan, Step } from './plan.ts';

/**
 * The plan as text, one line a step: `[1,2] -> #3 db: create container: no container yet`. In brackets the steps it comes after,
 * `~` where only the processes that one stops need have ended. Random names of one-off containers stay out, so that the same wish
 * on the same state prints the same text.
 */
export function printPlan(plan: Plan): string {
  const lines = plan.steps.map(printStep);
  const loses = plan.loses.map((sentence) => `loses: ${sentence}`);
  return [`${plan.goal}: ${count(plan.steps.length)}`, ...lines, ...loses].join('\n');
}

const count = (steps: number): string =>
  steps === 0 ? 'nothing to do' : steps === 1 ? '1 step' : `${steps} steps`;

function printStep(step: Step): string {
  const subject = step.service === null ? '' : `${step.service}: `;
  const after = step.after.map((id) => (step.afterEnd?.includes(id) === true ? `${id}~` : id));
  return `[${after.join(',')}] -> #${step.id} ${subject}${titleOf(step.action)}: ${step.because}`;
}

/** An approval approves the plan with this id and no other. */
export const planId = (text: string): PlanId => sha256Hex(text).slice(0, 16);

/** What a step does, in words that stand after the service's name. */
export function titleOf(action: Action): string {
  switch (action.do) {
    case 'pull image':
      return `pull image ${action.image}`;
    case 'build image':
      return `build image ${action.image}`;
    case 'create network':
      return `create network ${action.request.Name}`;
    case 'create volume':
      return `create volume ${action.request.Name}`;
    case 'create container':
      if (isCopier(action.request.name)) return `create ${action.request.name}`;
      return isOneOff(action.request.name)
        ? 'create one-off container'
        : `create container${replica(action.request.name)}`;
    case 'start container':
    case 'pause container':
    case 'unpause container':
      return containerTitle(action.do, action.container);
    case 'stop container': {
      const { container, graceSeconds } = action;
      return `${containerTitle(action.do, container)}${graceSeconds === null ? '' : ` within ${graceSeconds} s`}`;
    }
    case 'signal container':
      return containerTitle(`send ${action.signal} to container`, action.container);
    case 'remove container':
      return `${containerTitle(action.do, action.container)}${action.volumes === 'removed' ? ' and its anonymous volumes' : ''}`;
    case 'run hook':
      return `run ${action.hook} hook${replica(action.container)}`;
    case 'rename container':
      return 'give the new container its name';
    case 'remove network':
      return `remove network ${action.network}`;
    case 'remove volume':
      return `remove volume ${action.volume}`;
    case 'remove image':
      return `remove image ${action.image}`;
    case 'wait for':
      return `wait until ${conditionWords(action.container, action.condition)}${action.required ? '' : ' (optional)'}`;
    case 'copy data':
      return `copy ${action.from} to ${action.to}`;
    case 'write bundle':
      return `write snapshot ${action.facts.snapshot} to ${action.file}`;
    case 'read bundle':
      return `read ${action.file} (data ${action.head.manifest.payload.sha256.slice(0, 12)}) into ${action.to}`;
    case 'trust key':
      return `trust key ${action.key.id} of ${action.key.name}`;
    case 'take generation':
      return `take generation ${action.number}, which is prepared`;
    case 'check heads':
      return 'check that the migrations have one head';
    case 'freeze golden':
      return `freeze ${action.physical}`;
    case 'set password':
      return `give its role the password that it has here${replica(action.container)}`;
    case 'keep generation':
      return `${action.kept ? 'keep' : 'no longer keep'} generation ${action.number}`;
    case 'delete volume':
      return `delete volume ${action.physical}`;
    case 'await reconnect':
      return `wait until it answers again${replica(action.container)}`;
    case 'move pointer':
      return `make generation ${action.to} of ${action.volume} live`;
    default:
      return assertNever(action);
  }
}

/** Whether a step with this title starts a container. */
export const startsContainer = (title: string): boolean => title.startsWith('start ');

const isOneOff = (name: string): boolean => /-run-[0-9a-f]{12}$/.test(name);

const isCopier = (name: string): boolean => name.endsWith('.copier');

const containerTitle = (verb: string, container: string): string =>
  isCopier(container)
    ? verb.replace('container', container)
    : isOneOff(container)
      ? verb.replace('container', 'one-off container')
      : `${verb}${replica(container)}`;

/** The number of a replica beyond the first. */
function replica(name: string): string {
  // The random name of a one-off container may end in nothing but digits.
  if (isOneOff(name)) return '';
  const number = /-(\d+)$/.exec(name)?.[1] ?? '1';
  return number === '1' ? '' : ` ${number}`;
}

function conditionWords(
  container: string,
  condition: Extract<Action, { do: 'wait for' }>['condition'],
): string {
  if (isOneOff(container) && condition === 'service_completed_successfully')
    return 'the one-off container has completed';
  const words = {
    service_started: 'started',
    service_healthy: 'healthy',
    service_completed_successfully: 'completed',
  } as const;
  return `${words[condition]}${replica(container)}`;
}
