import type { ServiceName } from '../../contract/names.ts';
import type { HookModel, Model } from '../compose/model.ts';
import { hookRequest } from '../plan/hooks.ts';
import type { HookRequest } from '../plan/requests.ts';

export const watchActions = ['sync', 'rebuild', 'restart', 'sync+restart', 'sync+exec'] as const;

export type WatchAction = (typeof watchActions)[number];

/** One entry of `develop.watch`. */
export type WatchRule = {
  readonly service: ServiceName;
  /** Absolute file or folder of this machine. */
  readonly path: string;
  readonly action: WatchAction;
  /** Where `path` is in the container; null where nothing is copied. */
  readonly target: string | null;
  /** Patterns of .dockerignore, relative to `path`. */
  readonly ignore: readonly string[];
  /** The same; empty: everything. */
  readonly include: readonly string[];
  readonly exec: HookRequest | null;
  /** True: what is there when the watch begins is copied first. */
  readonly initialSync: boolean;
};

/** What `develop.watch` is in the model (docker compose 2.40); every field may be missing. */
type TriggerModel = {
  readonly path?: string;
  readonly action?: string;
  readonly target?: string;
  readonly ignore?: readonly string[];
  readonly include?: readonly string[];
  readonly exec?: Partial<HookModel> | null;
  readonly initial_sync?: boolean;
};

/** The rules of the services named, in the order of the files; empty: of all services. */
export function watchRules(model: Model, services: readonly ServiceName[]): readonly WatchRule[] {
  const names = services.length === 0 ? Object.keys(model.services) : services;
  return names.flatMap((service) =>
    triggersOf(model, service).flatMap((trigger) => ruleOf(service, trigger)),
  );
}

function triggersOf(model: Model, service: ServiceName): readonly TriggerModel[] {
  const watch = model.services[service]?.develop?.['watch'];
  return Array.isArray(watch) ? watch : [];
}

function ruleOf(service: ServiceName, trigger: TriggerModel): WatchRule[] {
  const action = watchActions.find((known) => known === trigger.action);
  if (action === undefined || trigger.path === undefined || trigger.path === '') return [];
  const { command } = trigger.exec ?? {};
  return [
    {
      service,
      path: trigger.path.replace(/(.)[\\/]+$/, '$1'),
      action,
      target: action.startsWith('sync') && trigger.target !== undefined ? trigger.target : null,
      ignore: trigger.ignore ?? [],
      include: trigger.include ?? [],
      exec: action === 'sync+exec' && command ? hookRequest({ ...trigger.exec, command }) : null,
      initialSync: trigger.initial_sync === true,
    },
  ];
}
