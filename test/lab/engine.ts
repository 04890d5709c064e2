import { alone } from './lock.ts';
import { askEngine, type Finding } from './engine-finding.ts';
import { startEngine } from './engine-start.ts';
import { engineRemedy } from './engine-remedy.ts';
import { canInstallPackages } from './packages.ts';

export type EngineState =
  | { readonly ready: true; readonly version: string; readonly startedNow: boolean }
  | { readonly ready: false; readonly remedy: string };

/**
 * Makes sure that a Docker Engine with Linux containers answers. One that answers (through DOCKER_HOST, the current
 * context or the default socket) is left alone. On Debian as root one is installed and started; elsewhere the text says
 * exactly what to do.
 */
export async function ensureEngine(): Promise<EngineState> {
  const first = await askEngine();
  if (first.kind === 'answers') return { ready: true, version: first.version, startedNow: false };
  if (!mayStart(first))
    return { ready: false, remedy: engineRemedy(first, process.platform, process.env['DOCKER_HOST']) };
  return alone('engine', async () => {
    const again = await askEngine();
    if (again.kind === 'answers') return { ready: true, version: again.version, startedNow: false };
    return { ready: true, version: await startEngine(), startedNow: true };
  });
}

/** Someone who names an engine means that one: the lab starts its own only at the default place. */
function mayStart(finding: Finding): boolean {
  return (
    canInstallPackages() &&
    process.env['DOCKER_HOST'] === undefined &&
    (finding.kind === 'no-client' || finding.kind === 'absent')
  );
}
