import type { Problem } from '../contract/problem.ts';
import type { WantedPort } from '../core/plan/published-ports.ts';
import type { Machine } from '../ports/machine.ts';

// How many ports after the wanted one are tried for a free one to offer.
const offered = 50;

/** Whether ports of an engine are ports of this machine. */
export const isLocalEngine = (endpoint: string): boolean =>
  endpoint.startsWith('unix:') || endpoint.startsWith('npipe:');

/** A port-taken problem for each port that is not free now, with who has it and a free one near it. */
export async function checkPorts(
  machine: Machine,
  ports: readonly WantedPort[],
): Promise<readonly Problem[]> {
  const checked = await Promise.all(ports.map((port) => checkPort(machine, port)));
  const twice = ports.filter((port, index) => ports.slice(0, index).some((other) => clash(other, port)));
  return [...checked.flat(), ...twice.map((port) => takenByService(port, ports))];
}

const clash = (a: WantedPort, b: WantedPort): boolean =>
  a.port === b.port && a.service !== b.service && sameAddress(a.address, b.address);
const sameAddress = (a: string, b: string): boolean => a === b || a === '0.0.0.0' || b === '0.0.0.0';

const takenByService = (port: WantedPort, ports: readonly WantedPort[]): Problem => ({
  kind: 'port-taken',
  service: port.service,
  port: port.port,
  owner: `service ${ports.find((other) => clash(other, port))?.service ?? ''} of this project`,
  free: null,
  key: port.key,
});

async function checkPort(machine: Machine, port: WantedPort): Promise<readonly Problem[]> {
  if (port.heldBy === null && (await machine.isPortFree(port.port, port.address))) return [];
  return [
    {
      kind: 'port-taken',
      service: port.service,
      port: port.port,
      owner: port.heldBy === null ? await machine.portOwner(port.port) : `container ${port.heldBy}`,
      free: await freePort(machine, port),
      key: port.key,
    },
  ];
}

async function freePort(machine: Machine, { port, address }: WantedPort): Promise<number | null> {
  for (let candidate = port + 1; candidate <= Math.min(port + offered, 65_535); candidate += 1) {
    if (await machine.isPortFree(candidate, address)) return candidate;
  }
  return null;
}

/** The engine's own word that a port is taken, with what the machine knows of it. Other problems stay as they are. */
export async function withPortOwner(
  machine: Machine,
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
  const owner = await machine.portOwner(problem.port);
  return { ...problem, owner, free: await freePort(machine, port), key: port.key };
}
