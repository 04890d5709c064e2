import type { Problem } from '../contract/problem.ts';
import type { WantedPort } from '../core/plan/published-ports.ts';
import type { Docker } from '../ports/docker.ts';
import type { Machine } from '../ports/machine.ts';

export type PortWorld = { readonly machine: Machine; readonly docker: Docker };

const never = new AbortController().signal;

// How many ports after the wanted one are tried for a free one to offer.
const offered = 50;

/** Whether ports of an engine are ports of this machine. */
export const isLocalEngine = (endpoint: string): boolean =>
  endpoint.startsWith('unix:') || endpoint.startsWith('npipe:');

/**
 * A port-taken problem for each port that is not free now, with who has it and a free one near it: the same one as long as it
 * is free, none that the project itself wants, and none twice.
 */
export async function checkPorts(
  world: PortWorld,
  ports: readonly WantedPort[],
): Promise<readonly Problem[]> {
  const free = await Promise.all(ports.map((port) => isFree(world, port)));
  const taken = ports.filter((_, index) => free[index] === false);
  const twice = ports.filter((port, index) => ports.slice(0, index).some((other) => clash(other, port)));
  const given = new Set(ports.map(({ port }) => port));
  const problems: Problem[] = [];
  for (const port of taken) problems.push(await takenPort(world, port, given));
  for (const port of twice) problems.push(await takenByService(world, port, ports, given));
  return problems;
}

const isFree = async ({ machine }: PortWorld, { heldBy, port, address }: WantedPort): Promise<boolean> =>
  heldBy === null && (await machine.isPortFree(port, address));

const clash = (a: WantedPort, b: WantedPort): boolean =>
  a.port === b.port && a.service !== b.service && sameAddress(a.address, b.address);
const sameAddress = (a: string, b: string): boolean => a === b || a === '0.0.0.0' || b === '0.0.0.0';

const takenByService = async (
  { machine }: PortWorld,
  port: WantedPort,
  ports: readonly WantedPort[],
  given: Set<number>,
): Promise<Problem> => ({
  kind: 'port-taken',
  service: port.service,
  port: port.port,
  owner: `service ${ports.find((other) => clash(other, port))?.service ?? ''} of this project`,
  free: await freePort(machine, port, given),
  key: port.key,
});

async function takenPort(world: PortWorld, port: WantedPort, given: Set<number>): Promise<Problem> {
  return {
    kind: 'port-taken',
    service: port.service,
    port: port.port,
    owner: port.heldBy === null ? await portOwner(world, port.port) : `container ${port.heldBy}`,
    free: await freePort(world.machine, port, given),
    key: port.key,
  };
}

/** Who has a port of this machine. A container goes first: its process is the engine's, whose name would tell nobody what to stop. */
export async function portOwner({ machine, docker }: PortWorld, port: number): Promise<string | null> {
  const holder = await docker.portHolder(port, never);
  return holder.ok && holder.value !== null ? `container ${holder.value}` : machine.portOwner(port);
}

/** The first one above that is free and not `given` to another; from then on it is. */
async function freePort(
  machine: Machine,
  { port, address }: WantedPort,
  given: Set<number>,
): Promise<number | null> {
  for (let candidate = port + 1; candidate <= Math.min(port + offered, 65_535); candidate += 1) {
    if (given.has(candidate) || !(await machine.isPortFree(candidate, address))) continue;
    given.add(candidate);
    return candidate;
  }
  return null;
}

/** The engine's own word that a port is taken, with what the machine knows of it. Other problems stay as they are. */
export async function withPortOwner(
  world: PortWorld,
  problem: Problem,
  wanted: readonly WantedPort[],
): Promise<Problem> {
  if (problem.kind !== 'port-taken' || problem.owner !== null) return problem;
  const port = wanted.find((candidate) => candidate.port === problem.port) ?? {
    service: problem.service,
    port: problem.port,
    address: '0.0.0.0',
    key: null,
    heldBy: null,
  };
  const owner = await portOwner(world, problem.port);
  const given = new Set(wanted.map((each) => each.port));
  return { ...problem, owner, free: await freePort(world.machine, port, given), key: port.key };
}
