import type { FindingView } from '../../contract/view.ts';
import { parseSize, printSize } from '../profile/quantity.ts';
import type { Facts } from './facts.ts';

/** Below this an engine begins to fail in ways that name something else; said even where no profile asks for more. */
const tightDiskBytes = 1024 ** 3;

// An engine in a virtual machine of 4 GiB reports a little less: the kernel keeps some for itself.
const memoryTolerance = 0.9;

/** Free space where the engine (or the project) keeps its data, against what the profile needs. */
export function diskFinding(disk: Facts['disk'], need: string | null): FindingView {
  const base = { id: 'disk', title: 'Disk space' };
  if (disk === null)
    return { ...base, status: 'unknown', evidence: 'The free space could not be told.', fix: null };
  const needed = need === null ? null : parseSize(need);
  const evidence = `${printSize(disk.freeBytes)} free at ${disk.path}${need === null ? '' : `; the profile needs ${need}`}.`;
  if (needed !== null && disk.freeBytes < needed)
    return { ...base, status: 'problem', evidence, fix: freeSome };
  if (disk.freeBytes < tightDiskBytes) return { ...base, status: 'warning', evidence, fix: freeSome };
  return { ...base, status: 'ok', evidence, fix: null };
}

const freeSome = 'Free some space. `docker system df` shows what images and volumes take.';

/** The memory that containers can have, against what the profile needs. */
export function memoryFinding({ engine, memoryBytes }: Facts, need: string | null): FindingView {
  const base = { id: 'memory', title: 'Memory' };
  const engineBytes = engine.state === 'ready' ? engine.memoryBytes : null;
  const bytes = engineBytes ?? memoryBytes;
  if (bytes === null)
    return { ...base, status: 'unknown', evidence: 'The memory could not be told.', fix: null };
  const needed = need === null ? null : parseSize(need);
  const owner = engineBytes === null ? 'This machine' : 'The engine';
  const evidence = `${owner} has ${printSize(bytes)}${need === null ? '' : `; the profile needs ${need}`}.`;
  if (needed === null || bytes >= needed * memoryTolerance)
    return { ...base, status: 'ok', evidence, fix: null };
  return {
    ...base,
    status: 'problem',
    evidence,
    fix: 'Give the engine more memory (Docker Desktop: Settings, Resources).',
  };
}
