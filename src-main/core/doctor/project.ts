import type { FindingView } from '../../contract/view.ts';
import { describe } from '../../contract/describe.ts';
import type { PortFact, ProjectFact } from './facts.ts';
import { problemFinding } from './outside.ts';

/** Whether berth.yaml is there and has no fault. */
export function profileFinding({ profile, dir, problems }: ProjectFact): FindingView {
  const base = { id: 'profile', title: 'Profile' };
  if (profile === 'read')
    return { ...base, status: 'ok', evidence: `berth.yaml in ${dir} has no fault.`, fix: null };
  if (profile === 'none') {
    const evidence = `There is no berth.yaml in ${dir}: Berth does what docker compose does.`;
    return {
      ...base,
      status: 'warning',
      evidence,
      fix: 'Add a berth.yaml to pin keys, secrets and the database.',
    };
  }
  const faults = problems.filter(({ kind }) => kind === 'profile-invalid').map(describe);
  const remedies = faults.flatMap(({ remedy }) => (remedy === null ? [] : [remedy]));
  return {
    ...base,
    status: 'problem',
    evidence: faults.map(({ detail }) => detail).join('\n'),
    fix: remedies.length === 0 ? 'Correct berth.yaml.' : remedies.join(' '),
  };
}

/** The other faults of a project's files and keys, one finding each. */
export const projectProblemFindings = ({ problems }: ProjectFact): FindingView[] =>
  problems
    .filter(({ kind }) => kind !== 'profile-invalid' && kind !== 'secret-missing')
    .map((problem, index) => problemFinding(`files-${index + 1}`, describe(problem).title, problem));

/** Whether every secret has a value; nothing where there is none. */
export function secretsFinding({ secrets }: ProjectFact): FindingView[] {
  if (secrets.length === 0) return [];
  const base = { id: 'secrets', title: 'Secrets' };
  const missing = secrets.filter(({ status }) => status === 'missing');
  if (missing.length === 0)
    return [{ ...base, status: 'ok', evidence: `All ${secrets.length} are set.`, fix: null }];
  const toSet = missing
    .filter(({ canGenerate }) => !canGenerate)
    .map(({ name }) => `berth secrets set ${name}`);
  const toMake = missing.length > toSet.length ? ['berth secrets generate --missing'] : [];
  return [
    {
      ...base,
      status: 'problem',
      evidence: `Not set: ${missing.map(({ name }) => name).join(', ')}.`,
      fix: `Run ${[...toMake, ...toSet].map((command) => `\`${command}\``).join(', ')}.`,
    },
  ];
}

/** Whether a reset will find the seed of the project, and take it; its data is proven only then. */
export function seedFinding({ seed = null }: ProjectFact): FindingView[] {
  if (seed === null) return [];
  const base = { id: 'seed', title: 'Seed' };
  const { file, head, problems } = seed;
  if (head === null || problems.length > 0)
    return problems.map((problem, index) =>
      problemFinding(index === 0 ? base.id : `${base.id}-${index + 1}`, base.title, problem),
    );
  const { snapshot, signer, payload } = head.manifest;
  const size = `${Math.ceil(payload.bytes / 1_000_000)} MB`;
  const evidence = `${file}: snapshot ${snapshot}, ${size}, signed by ${signer.name} with the key that berth.yaml names.`;
  return [{ ...base, status: 'ok', evidence, fix: null }];
}

/** A finding for each port, whoever wants it: as bad as the worst that is known of it. */
export const portFindings = (ports: readonly PortFact[]): FindingView[] =>
  [...Map.groupBy(ports, ({ port }) => port).values()].map(portFinding);

const badness: readonly PortFact['state'][] = ['taken', 'free', 'this project'];

function portFinding(wishes: readonly PortFact[]): FindingView {
  const [worst] = wishes.toSorted((a, b) => badness.indexOf(a.state) - badness.indexOf(b.state));
  if (worst === undefined) throw new Error('a port that nobody wants');
  const { port, address, key, state, owner } = worst;
  const services = [...new Set(wishes.map(({ service }) => service))];
  const base = { id: `port-${port}`, title: `Port ${port} for ${services.join(', ')}` };
  const elsewhere = `or ${key === null ? 'publish another port' : `set ${key} to another port`}.`;
  if (state === 'taken') {
    const evidence = `${address}:${port} is taken by ${owner ?? 'a process that cannot be told'}.`;
    return { ...base, status: 'problem', evidence, fix: `Stop it, ${elsewhere}` };
  }
  const rivals = rivalsOf(wishes);
  if (rivals !== null)
    return { ...base, status: 'problem', evidence: rivals, fix: 'Publish another port for one of them.' };
  const evidence = `${address}:${port} is ${state === 'free' ? 'free' : 'held by this project'}.`;
  return { ...base, status: 'ok', evidence, fix: null };
}

/** Which two services want the same port at one address; 0.0.0.0 is all of them. */
function rivalsOf(wishes: readonly PortFact[]): string | null {
  const meet = (a: string, b: string): boolean => a === b || a === '0.0.0.0' || b === '0.0.0.0';
  for (const [index, one] of wishes.entries()) {
    const other = wishes
      .slice(index + 1)
      .find(({ service, address }) => service !== one.service && meet(address, one.address));
    if (other !== undefined)
      return `${one.service} and ${other.service} both want ${other.address}:${other.port}.`;
  }
  return null;
}
