import type { ContainerBody, ContainerRequest } from '../../core/plan/requests.ts';
import type { Answer } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { done, outcome } from './call.ts';
import { deadlines } from './deadlines.ts';
import { injectFiles } from './inject-files.ts';
import { claimName } from './claim-name.ts';
import { removeContainer } from './lifecycle.ts';
import { saysNoSuchImage } from './problems.ts';
import { type ProxyVariables, withProxies } from './proxies.ts';
import { missingNetwork, refusalOf } from './refusals.ts';
import { hideIn, type Revealed, revealIn } from './reveal.ts';
import { compareVersions } from './version.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * POST /containers/create, then what must be in place before its first start: networks beyond the first (API below v1.44
 * takes one) and injected files. Where one of these fails the container is removed again. Values of secrets are in the
 * request's body alone, never in its path; `proxies` are added there. Problems: name-taken, made-meanwhile, network-gone, image-unavailable, container-refused, those of the secret source, engine-*.
 */
export async function createContainer(
  wire: Wire,
  secrets: SecretSource,
  request: ContainerRequest,
  signal: AbortSignal,
  proxies: ProxyVariables = {},
): Answer<string> {
  const revealed = await revealIn(request, secrets);
  if (!revealed.ok) return revealed;
  const { body: asked, later } = networksFor(wire, revealed.value.value.body);
  const body = { ...asked, Env: withProxies(asked.Env, proxies) };
  const created = await create(wire, request, body, revealed.value, signal);
  if (!created.ok) return created;
  const finished = await finish(wire, created.value, later, revealed.value, signal);
  if (finished.ok) return created;
  await removeContainer(wire, created.value, AbortSignal.timeout(deadlines.remove));
  return finished;
}

async function create(
  wire: Wire,
  { name, platform, body: asked }: ContainerRequest,
  body: ContainerBody,
  revealed: Revealed<unknown>,
  signal: AbortSignal,
): Answer<string> {
  const query = platform === null ? { name } : { name, platform };
  const ask = {
    method: 'POST',
    path: '/containers/create',
    query,
    body,
    deadlineMs: deadlines.create,
  } as const;
  const claim = { name, labels: async () => asked.Labels };
  const claimed = await claimName(wire, claim, signal, () =>
    wire.json<{ readonly Id?: string }>(ask, signal),
  );
  if (!claimed.ok) return claimed;
  const answer = hideIn(claimed.value, revealed);
  if (!answer.ok && saysNoSuchImage(answer.error)) {
    return fail({ kind: 'image-unavailable', image: asked.Image, detail: 'It is not on this engine.' });
  }
  const network = !answer.ok && answer.error.kind === 'answer' ? missingNetwork(answer.error.message) : null;
  if (network !== null) return fail({ kind: 'network-gone', network });
  const refusal = !answer.ok && answer.error.kind === 'answer' ? refusalOf(answer.error.message) : null;
  const service = asked.Labels['com.docker.compose.service'] ?? name;
  if (refusal !== null) return fail({ kind: 'container-refused', service, ...refusal });
  return outcome(answer, wire, `create container ${name}`, (json) => json?.Id ?? '');
}

type Endpoints = Readonly<Record<string, unknown>>;

/** The body as this engine takes it, and the networks to connect afterwards. */
function networksFor(
  wire: Wire,
  body: ContainerBody,
): { readonly body: ContainerBody; readonly later: Endpoints } {
  const all = body.NetworkingConfig?.EndpointsConfig ?? {};
  const version = wire.apiVersion();
  if (version === null || compareVersions(version, '1.44') >= 0 || Object.keys(all).length < 2)
    return { body, later: {} };
  const primary = body.HostConfig.NetworkMode ?? Object.keys(all)[0] ?? '';
  const { [primary]: first, ...later } = all;
  return { body: { ...body, NetworkingConfig: { EndpointsConfig: { [primary]: first } } }, later };
}

async function finish(
  wire: Wire,
  id: string,
  later: Endpoints,
  revealed: Revealed<ContainerRequest>,
  signal: AbortSignal,
): Answer<void> {
  for (const [network, endpoint] of Object.entries(later)) {
    const ask = {
      method: 'POST',
      path: pathOf('networks', network, 'connect'),
      deadlineMs: deadlines.quick,
    } as const;
    const answer = await wire.json({ ...ask, body: { Container: id, EndpointConfig: endpoint } }, signal);
    const connected = done(
      hideIn(answer, revealed),
      wire,
      `connect ${revealed.value.name} to network ${network}`,
    );
    if (!connected.ok) return connected;
  }
  if (revealed.value.files.length === 0) return ok(undefined);
  const answer = await injectFiles(wire, id, revealed.value.files, signal);
  return done(hideIn(answer, revealed), wire, `copy files into ${revealed.value.name}`);
}
