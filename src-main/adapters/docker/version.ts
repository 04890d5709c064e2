import type { Answer, EngineFacts } from '../../ports/docker.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok } from '../../contract/result.ts';
import { deadlines } from './deadlines.ts';
import type { Fault } from './fault.ts';
import { problemOf } from './problems.ts';
import { type ProductJson, productOf } from './product.ts';
import type { Wire } from './wire.ts';

/** Below it, platforms of images and several facts of inspect are missing (engine 20.10 and newer have it). */
const oldest = '1.41';
/** The newest one this adapter was verified with (engine 28.5). */
const newest = '1.51';

type VersionJson = ProductJson & {
  readonly Version?: string;
  readonly ApiVersion?: string;
  readonly MinAPIVersion?: string;
  readonly Arch?: string;
};

type InfoJson = ProductJson & {
  readonly MemTotal?: number;
  readonly NCPU?: number;
  readonly DockerRootDir?: string;
  readonly ID?: string;
};

/**
 * Asks GET /version and settles the API version used from then on. GET /info goes out at the same time; what it tells is worth
 * having and not worth failing for. Problems: engine-absent, -refused, -silent, -too-old, -failed.
 */
export async function connect(wire: Wire, signal: AbortSignal): Answer<EngineFacts> {
  const { endpoint } = wire;
  const ask = { method: 'GET', unversioned: true, deadlineMs: deadlines.quick } as const;
  const [version, info] = await Promise.all([
    wire.json<VersionJson>({ ...ask, path: '/version' }, signal),
    wire.json<InfoJson>({ ...ask, path: '/info', deadlineMs: deadlines.watchAnswer }, signal),
  ]);
  if (!version.ok) return fail(connectProblem(version.error, endpoint));
  const found = version.value?.ApiVersion;
  if (found === undefined) return fail({ kind: 'engine-absent', endpoint, detail: noEngine });
  if (compareVersions(found, oldest) < 0)
    return fail({ kind: 'engine-too-old', endpoint, found: `API ${found}`, wanted: `API ${oldest}` });
  const apiVersion = agree(found, version.value?.MinAPIVersion ?? oldest);
  wire.settle(apiVersion);
  const known = info.ok ? info.value : null;
  return ok({
    endpoint,
    version: version.value?.Version ?? '',
    apiVersion,
    os: version.value?.Os ?? '',
    arch: version.value?.Arch ?? '',
    memoryBytes: known?.MemTotal ?? null,
    cpus: known?.NCPU ?? null,
    rootDir: known?.DockerRootDir ?? null,
    ...productOf(version.value ?? {}, known),
    id: known?.ID ?? null,
  });
}

function connectProblem(fault: Fault, endpoint: string): Problem {
  const plain = problemOf(fault, { endpoint, call: 'connect' });
  if (fault.kind === 'garbled')
    return { kind: 'engine-absent', endpoint, detail: `${noEngine}: ${fault.message}` };
  if (fault.kind !== 'answer' || fault.status >= 500) return plain;
  // The engine itself never refuses /version; a proxy before it does.
  const denied = fault.status === 401 || fault.status === 403;
  const detail = denied ? fault.message : `${noEngine}: ${fault.status} ${fault.message}`;
  return { kind: denied ? 'engine-refused' : 'engine-absent', endpoint, detail };
}

const noEngine = 'what answers there is not a Docker Engine';

/** The newest version both sides speak; the engine's oldest where it no longer speaks any of ours. */
export function agree(engineNewest: string, engineOldest: string): string {
  const wanted = compareVersions(engineNewest, newest) < 0 ? engineNewest : newest;
  return compareVersions(wanted, engineOldest) < 0 ? engineOldest : wanted;
}

/** Negative when `a` is older than `b`, by numbers: 1.9 is older than 1.41. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) =>
    version.split('.').map((part) => Number.parseInt(part, 10) || 0),
  );
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
