import type { ServiceName } from '../../contract/names.ts';
import type { HookModel, Model } from '../compose/model.ts';
import { addStep, type Draft } from './draft.ts';
import type { ObservedContainer } from './observed.ts';
import type { HookKind } from './plan.ts';
import type { HookRequest } from './requests.ts';

export type HooksWish = {
  readonly draft: Draft;
  readonly model: Model;
  readonly service: ServiceName;
  readonly container: string;
  readonly hook: HookKind;
  readonly because: string;
  readonly after: readonly number[];
};

/** One step for each hook, one after the other. Returns what comes after them: `after` where there is none. */
export function addHooks(wish: HooksWish): readonly number[] {
  const { draft, service, container, hook, because } = wish;
  const hooks = wish.model.services[service]?.[hook] ?? [];
  return hooks.reduce<readonly number[]>((after, own) => {
    const action = { do: 'run hook', container, hook, request: hookRequest(own) } as const;
    return [addStep(draft, { service, because, after, action })];
  }, wish.after);
}

/** Hooks before a stop run where there is a process for them to run beside. */
export const addStopHooks = (
  wish: Omit<HooksWish, 'hook' | 'container'> & { readonly container: ObservedContainer },
): readonly number[] =>
  wish.container.state === 'running'
    ? addHooks({ ...wish, container: wish.container.name, hook: 'pre_stop' })
    : wish.after;

/** The exec that docker compose 2.40 makes of a hook (hook.go, and as it was recorded). */
export const hookRequest = ({
  command,
  user,
  privileged,
  working_dir: dir,
  environment,
}: HookModel): HookRequest => ({
  Cmd: command,
  ...(user === undefined || user === '' ? {} : { User: user }),
  ...(privileged === true ? { Privileged: true } : {}),
  ...(dir === undefined || dir === '' ? {} : { WorkingDir: dir }),
  ...(environment === undefined
    ? {}
    : { Env: Object.entries(environment).map(([key, value]) => (value === null ? key : `${key}=${value}`)) }),
});
