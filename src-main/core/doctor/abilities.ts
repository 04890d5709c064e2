import type { FindingView } from '../../contract/view.ts';
import type { EngineFact } from './facts.ts';

type Ready = Extract<EngineFact, { state: 'ready' }>;

/** What a Compose file may ask for that came with a version of the Engine API (its own version history). */
const since: readonly (readonly [api: string, ability: string])[] = [
  ['1.43', '`annotations`'],
  ['1.44', '`healthcheck.start_interval` and a `mac_address` for each network'],
  ['1.45', '`volume.subpath`'],
  ['1.47', '`gw_priority`'],
  ['1.48', 'mounts of type `image`'],
  ['1.49', '`interface_name`'],
];

/** What this engine cannot do that a Compose file may ask for, as a person reads it. */
export function lacks({ product, apiVersion }: Pick<Ready, 'product' | 'apiVersion'>): readonly string[] {
  const missing = since.filter(([api]) => isOlder(apiVersion, api)).map(([, ability]) => ability);
  // Podman builds with Buildah: no session over which secrets, further contexts and credentials could be read.
  const builds = product === 'Podman' ? ['build secrets, `additional_contexts` and private base images'] : [];
  return [...builds, ...missing];
}

/** Which kind of engine it is, with what it lacks; and that it runs Linux containers. None where it does not answer. */
export function abilityFindings(engine: EngineFact): readonly FindingView[] {
  if (engine.state !== 'ready') return [];
  const missing = lacks(engine);
  const name = `${engine.product} ${engine.version}, API ${engine.apiVersion}`;
  const abilities: FindingView = {
    id: 'engine-abilities',
    title: 'What the engine can do',
    status: missing.length === 0 ? 'ok' : 'warning',
    evidence: missing.length === 0 ? `${name}.` : `${name}; it cannot do: ${missing.join('; ')}.`,
    fix: missing.length === 0 ? null : 'Leave these out of the Compose file, or update the engine.',
  };
  if (engine.containers === 'linux') return [abilities];
  const windows: FindingView = {
    id: 'engine-containers',
    title: 'Linux containers',
    status: 'problem',
    evidence: `${engine.product} at ${engine.endpoint} runs Windows containers; images for Linux do not start.`,
    fix: 'Choose "Switch to Linux containers" in the menu of Docker Desktop.',
  };
  return [abilities, windows];
}

/** By numbers: 1.9 is older than 1.41. */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  const [major = 0, minor = 0] = a ?? [];
  const [wantedMajor = 0, wantedMinor = 0] = b ?? [];
  return major !== wantedMajor ? major < wantedMajor : minor < wantedMinor;
}
