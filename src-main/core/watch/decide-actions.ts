import type { ServiceName } from '../../contract/names.ts';
import type { HookRequest } from '../plan/requests.ts';
import type { WatchMatcher } from './watch-matcher.ts';

/** A path of this machine at which something happened, and whether there is a file now. */
export type FileChange = { readonly path: string; readonly isThere: boolean };

/** A file of this machine and its absolute path in the container. */
export type FileCopy = { readonly from: string; readonly to: string };

/** What a batch of changes means for one service. */
export type ServiceActions = {
  readonly service: ServiceName;
  /** True: its image is built and its containers are made anew; then there is nothing else to do. */
  readonly rebuild: boolean;
  readonly copy: readonly FileCopy[];
  /** Absolute paths in the container. */
  readonly remove: readonly string[];
  /** After copying. */
  readonly restart: boolean;
  /** Commands in the container after copying, each once. */
  readonly exec: readonly HookRequest[];
};

/**
 * What a batch of changes asks for, by service in the order of the rules. A path may concern several rules; the last change of a
 * path decides. A rebuild takes everything with it; a removal of a folder takes what was in it.
 */
export function decideActions(
  matchers: readonly WatchMatcher[],
  changes: readonly FileChange[],
): readonly ServiceActions[] {
  const last = new Map(changes.map((change) => [change.path, change]));
  const services = [...new Set(matchers.map(({ rule }) => rule.service))];
  return services.flatMap((service) => {
    const own = matchers.filter(({ rule }) => rule.service === service);
    const hits = own.flatMap(({ rule, inContainer }) =>
      [...last.values()].flatMap((change) => {
        const to = inContainer(change.path);
        return to === null ? [] : [{ rule, change, to }];
      }),
    );
    return hits.length === 0 ? [] : [actionsOf(service, hits)];
  });
}

type Hit = { readonly rule: WatchMatcher['rule']; readonly change: FileChange; readonly to: string };

function actionsOf(service: ServiceName, hits: readonly Hit[]): ServiceActions {
  if (hits.some(({ rule }) => rule.action === 'rebuild'))
    return { service, rebuild: true, copy: [], remove: [], restart: false, exec: [] };
  const synced = hits.filter(({ to }) => to !== '');
  const copies = new Map(
    synced.filter(({ change }) => change.isThere).map(({ change, to }) => [to, { from: change.path, to }]),
  );
  const gone = [...new Set(synced.filter(({ change }) => !change.isThere).map(({ to }) => to))].sort();
  const execs = new Set(hits.flatMap(({ rule }) => rule.exec ?? []));
  return {
    service,
    rebuild: false,
    copy: [...copies.values()].sort((a, b) => (a.to < b.to ? -1 : 1)),
    remove: gone.filter((path) => !copies.has(path) && !gone.some((folder) => path.startsWith(`${folder}/`))),
    restart: hits.some(({ rule }) => rule.action.endsWith('restart')),
    exec: [...execs],
  };
}

/** The actions as text, one a line, for reading and for tests. */
export const printActions = (actions: readonly ServiceActions[]): readonly string[] =>
  actions.flatMap(({ service, rebuild, copy, remove, restart, exec }) => [
    ...(rebuild ? [`${service}: rebuild`] : []),
    ...remove.map((path) => `${service}: remove ${path}`),
    ...copy.map(({ from, to }) => `${service}: copy ${from} to ${to}`),
    ...exec.map(({ Cmd }) => `${service}: run ${Cmd.join(' ')}`),
    ...(restart ? [`${service}: restart`] : []),
  ]);
