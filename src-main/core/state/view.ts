import type { Problem } from '../../contract/problem.ts';
import type { DatabaseView } from '../../contract/database-view.ts';
import type { EdgeView, EnvironmentView, OrphanView, PortView, ServiceView } from '../../contract/view.ts';
import { containersOfService, verdictOf, worstContainer } from '../health/service-facts.ts';
import { waitingClause, why } from '../health/why.ts';
import { linksOf } from '../database/chain.ts';
import { freshDatabase } from '../database/fresh.ts';
import { connectionOf } from './connection.ts';
import { guessDatabase } from '../profile/guess-database.ts';
import { dependenciesOf } from '../plan/dependencies.ts';
import { filesOf, orphansOf } from '../plan/orphans.ts';
import { imageOf, wantedReplicas } from '../plan/names.ts';
import { printSealed } from '../secrets/sealed.ts';
import { commands } from './commands.ts';
import { serviceCommands } from './service-commands.ts';
import type { State } from './state.ts';

/** What a door shows of the state. References to secrets are printed as `${NAME}`. */
export function view(state: State): EnvironmentView {
  const { model, profile, project } = state;
  return {
    project: {
      ...project,
      name: model?.name ?? profile?.project ?? '',
      hasProfile: profile !== null,
      files: state.files,
    },
    engine: state.engine,
    services: Object.keys(model?.services ?? {}).map((name) => serviceView(state, name)),
    orphans: orphans(state),
    edges: edges(state),
    commands: commands(state),
    run: state.run,
    database: databaseView(state),
    suggestedDatabase: (profile?.database ?? null) !== null || model === null ? null : guessDatabase(model),
    problems: problems(state),
    warnings: state.warnings,
  };
}

function serviceView(state: State, name: string): ServiceView {
  const service = state.model?.services[name] ?? { command: null, entrypoint: null };
  const container = worstContainer(state, name);
  const containers = containersOfService(state, name);
  const chain = why(state, name);
  return {
    name,
    image: printSealed(imageOf(state.model ?? { name: '' }, name, service)),
    state: container?.state ?? 'absent',
    health: container?.health ?? 'none',
    verdict: verdictOf(state, name),
    cause: chain[0]?.text ?? null,
    chain,
    ports: ports(state, name),
    url: state.urls[name] ?? null,
    container: container?.name ?? null,
    containerId: container?.id ?? null,
    startedAt: container?.startedAt ?? null,
    restarts: containers.reduce((sum, { restarts }) => sum + restarts, 0),
    exitCode: container?.exitCode ?? null,
    running: containers.filter(({ state: is }) => is === 'running').length,
    wanted: wantedReplicas(service),
    commands: serviceCommands(state, name),
  };
}

function orphans({ model, observed }: State): readonly OrphanView[] {
  if (model === null) return [];
  return orphansOf({ model, observed }).map((container) => ({
    container: container.name,
    service: container.service,
    state: container.state,
    files: filesOf(container),
  }));
}

/** What the containers publish, each address once; IPv6 twins of an IPv4 address are left out. */
function ports(state: State, name: string): readonly PortView[] {
  const all = containersOfService(state, name).flatMap((container) => container.ports);
  const twins = new Set(
    all.filter(({ host }) => host !== null && !host.address.includes(':')).map(({ host }) => host?.port),
  );
  const seen = new Set<string>();
  return all.filter((port) => {
    if (port.host?.address.includes(':') === true && twins.has(port.host.port)) return false;
    const key = JSON.stringify(port);
    return !seen.has(key) && seen.add(key);
  });
}

function edges(state: State): readonly EdgeView[] {
  const { model } = state;
  if (model === null) return [];
  return Object.keys(model.services).flatMap((from) =>
    dependenciesOf(model, from).map(([to, { condition, required }]) => ({
      from,
      to,
      condition,
      required,
      waiting: waitingClause(state, from, to, condition),
    })),
  );
}

function databaseView(state: State): DatabaseView | null {
  const { generations, profile, project, chain = null } = state;
  const rule = profile?.database ?? null;
  if (profile === null || rule === null || generations === null) return null;
  const { volume, current, undo } = generations;
  const links = chain?.links ?? linksOf({ records: [], generations, volumes: [] });
  return {
    service: rule.service,
    volume,
    current,
    undo,
    generations: links.map(({ physical, ...link }) => ({
      ...link,
      volume: physical,
      current: link.number === current,
    })),
    snapshots: (chain?.snapshots ?? []).map(({ physical, ...snapshot }) => ({
      ...snapshot,
      volume: physical,
    })),
    connection: connectionOf(serviceView(state, rule.service).ports, state.model?.services[rule.service]),
    fresh: freshDatabase(rule, profile, project.environment),
  };
}

function problems(state: State): readonly Problem[] {
  return state.engine.state === 'unreachable' ? [...state.problems, state.engine.problem] : state.problems;
}
