import { fail, ok } from '../../contract/result.ts';
import type { Answer } from '../../ports/docker.ts';
import { deadlines } from './deadlines.ts';
import { problemOf } from './problems.ts';
import { referenceOf } from './reference.ts';
import { authHeader, type RegistryCredentials } from './registry-credentials.ts';
import { pathOf, type Wire } from './wire.ts';

type DistributionJson = { readonly Descriptor?: { readonly digest?: string } };

/**
 * GET /distribution/{name}/json (API v1.30+): the engine asks the registry, and nothing is pulled. Problems: image-unavailable
 * with the words of the registry, engine-*.
 */
export async function registryDigest(
  wire: Wire,
  credentials: RegistryCredentials,
  reference: string,
  signal: AbortSignal,
): Answer<string> {
  const signIn = await credentials(referenceOf(reference).registry);
  const ask = {
    method: 'GET',
    path: pathOf('distribution', reference, 'json'),
    deadlineMs: deadlines.idle,
    ...(signIn === null ? {} : { headers: { 'X-Registry-Auth': authHeader(signIn) } }),
  } as const;
  const told = await wire.json<DistributionJson>(ask, signal);
  const unavailable = (detail: string) =>
    fail({ kind: 'image-unavailable', image: reference, detail } as const);
  if (!told.ok) {
    if (told.error.kind === 'answer') return unavailable(told.error.message);
    return fail(problemOf(told.error, { endpoint: wire.endpoint, call: `look up ${reference}` }));
  }
  const digest = told.value?.Descriptor?.digest;
  return digest === undefined ? unavailable('the registry names no digest') : ok(digest);
}
