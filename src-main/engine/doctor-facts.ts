import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import { seedDoubts } from '../core/database/seed-bundle.ts';
import type {
  EngineFact,
  Facts,
  KeychainFact,
  PortFact,
  ProjectFact,
  SeedFact,
} from '../core/doctor/facts.ts';
import { seedBundle } from '../core/profile/seeds-in.ts';
import type { Docker, EngineFacts } from '../ports/docker.ts';
import { readSeed } from './database/read-seed.ts';
import { isLocalEngine, portOwner } from './preflight.ts';
import type { Ports } from './ports.ts';
import type { LiveSession } from './session.ts';

/** Asks the machine, the keychain, the engine and the project, all at once. Changes nothing. */
export async function gatherFacts(
  ports: Ports,
  session: LiveSession | null,
  signal: AbortSignal,
): Promise<Facts> {
  const [asked, keychain] = await Promise.all([askEngine(ports, signal), askKeychain(ports)]);
  const { engine, docker } = asked;
  const project = session === null ? null : await projectFact({ ports, session, docker }, signal);
  const path = diskPath(ports, engine, session);
  const freeBytes = path === null ? null : await ports.machine.freeBytes(path);
  return {
    engine: engineFact(engine),
    keychain,
    disk: path === null || freeBytes === null ? null : { path, freeBytes },
    memoryBytes: ports.machine.totalMemoryBytes(),
    project,
  };
}

type Engine = Result<EngineFacts, Problem>;

/** `docker`: null where it does not answer. */
async function askEngine(
  ports: Ports,
  signal: AbortSignal,
): Promise<{ readonly engine: Engine; readonly docker: Docker | null }> {
  const docker = await ports.findDocker({
    reveal: async (name) => ({ ok: false, error: { kind: 'key-unknown', name, known: [], nearest: null } }),
  });
  if (!docker.ok) return { engine: docker, docker: null };
  const engine = await docker.value.connect(signal);
  return { engine, docker: engine.ok ? docker.value : null };
}

async function askKeychain({ keychain }: Ports): Promise<KeychainFact> {
  const answer = await keychain.check();
  return answer.ok ? { state: 'ready', name: answer.value.name } : { state: 'failed', problem: answer.error };
}

function engineFact(engine: Engine): EngineFact {
  if (!engine.ok) return { state: 'unreachable', problem: engine.error };
  const { version, endpoint, memoryBytes, apiVersion, product, containers } = engine.value;
  return { state: 'ready', version, endpoint, memoryBytes, apiVersion, product, containers };
}

/** The engine's data folder where it is on this machine; in a virtual machine (Docker Desktop) it cannot be looked at. */
function diskPath(ports: Ports, engine: Engine, session: LiveSession | null): string | null {
  const onHost = (facts: EngineFacts): boolean =>
    ports.machine.platform === 'linux' && isLocalEngine(facts.endpoint);
  if (engine.ok && onHost(engine.value) && engine.value.rootDir !== null) return engine.value.rootDir;
  return session?.project.dir ?? ports.machine.workingDir;
}

type Asked = { readonly ports: Ports; readonly session: LiveSession; readonly docker: Docker | null };

async function projectFact(asked: Asked, signal: AbortSignal): Promise<ProjectFact> {
  const { session } = asked;
  await session.ready(signal);
  const { loaded } = session;
  const faulty = loaded.problems.some(({ kind }) => kind === 'profile-invalid');
  return {
    dir: session.project.dir,
    needs: loaded.profile?.needs ?? null,
    profile: loaded.profile !== null ? 'read' : faulty ? 'faulty' : 'none',
    problems: loaded.problems,
    secrets: loaded.secrets,
    ports: await portFacts(asked),
    seed: await seedFact(asked),
  };
}

async function seedFact({ ports, session }: Asked): Promise<SeedFact | null> {
  const { profile, model } = session.loaded;
  const { dir, environment } = session.project;
  const rule = seedBundle(profile, environment);
  if (rule === null) return null;
  const seed = await readSeed({ ...ports, dir, environment }, profile);
  const file = ports.files.resolve(dir, rule.bundle);
  if (!seed.ok) return { file, head: null, problems: [seed.error] };
  return seed.value === null
    ? null
    : { file, head: seed.value.head, problems: seedDoubts(seed.value, { profile, model }) };
}

async function portFacts({ ports: { machine }, session, docker }: Asked): Promise<readonly PortFact[]> {
  const { loaded } = session;
  if (docker !== null && !isLocalEngine(docker.endpoint)) return [];
  const held = new Set(
    session
      .view()
      .services.flatMap((service) => service.ports.flatMap(({ host }) => (host === null ? [] : [host.port]))),
  );
  const wanted = Object.entries(loaded.model?.services ?? {}).flatMap(([service, { ports = [] }]) =>
    ports.flatMap((port) => {
      const number = Number(port.published);
      if (!Number.isInteger(number) || number === 0 || (port.protocol ?? 'tcp') !== 'tcp') return [];
      const key =
        loaded.keys.find(({ type, value }) => type === 'port' && value === String(number))?.name ?? null;
      return [{ service, port: number, address: port.host_ip ?? '0.0.0.0', key }];
    }),
  );
  return Promise.all(
    wanted.map(async (port): Promise<PortFact> => {
      if (held.has(port.port)) return { ...port, state: 'this project', owner: null };
      if (await machine.isPortFree(port.port, port.address)) return { ...port, state: 'free', owner: null };
      const owner =
        docker === null ? machine.portOwner(port.port) : portOwner({ machine, docker }, port.port);
      return { ...port, state: 'taken', owner: await owner };
    }),
  );
}
