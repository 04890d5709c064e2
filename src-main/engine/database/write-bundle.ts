import type { Problem } from '../../contract/problem.ts';
import { fail, type Result } from '../../contract/result.ts';
import { bundleSchema } from '../../core/database/bundle.ts';
import { carried } from '../../core/database/carrier.ts';
import type { Action } from '../../core/plan/plan.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Docker, Report } from '../../ports/docker.ts';
import type { Random } from '../../ports/random.ts';
import { hexOf } from '../hex.ts';
import type { Journal } from '../journal.ts';
import { counted } from './counted.ts';
import { type SigningWorld, signingKey } from './signing-key.ts';

export type BundleWorld = {
  readonly docker: Docker;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signing: () => Promise<SigningWorld>;
  readonly random: Random;
};

const never = new AbortController().signal;

/**
 * Writes a volume at rest into a signed file. The file beside it is in the journal before it is made, and gone or the bundle
 * itself at the end; a carrier that is left over is told by its label. Problems: keychain-*, file-unwritable, bundle-invalid
 * (something lies in the volume that a bundle does not carry), engine-*, cancelled.
 */
export async function writeBundle(
  world: BundleWorld,
  action: Extract<Action, { do: 'write bundle' }>,
  report: Report,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const { docker, journal } = world;
  const { request, volume, file } = action;
  const signing = await world.signing();
  const key = await signingKey(signing);
  if (!key.ok) return key;
  const part = `${file}.${hexOf(world.random.bytes(6))}.part`;
  const begun = await journal.append({ kind: 'bundle begun', volume, file: part });
  if (!begun.ok) return begun;
  const created = await docker.createContainer(request, never);
  if (!created.ok) return created;
  const archive = await docker.readArchive(request.name, `${carried.parent}/${carried.folder}`, signal);
  const written = archive.ok
    ? await signing.bundles.write({
        file,
        part,
        archive: counted(archive.value.content, action.facts.bytes, report),
        key: key.value,
        manifest: (payload) => ({
          berth: bundleSchema,
          ...action.facts,
          createdAt: world.clock.now(),
          payload,
          signer: { name: signing.signer, key: key.value.key },
        }),
      })
    : archive;
  if (archive.ok) archive.value.close();
  const removed = await docker.removeContainer(request.name, never, 'removed');
  const ended = await journal.append({ kind: 'bundle ended', volume, file: part });
  if (!written.ok) return signal.aborted ? fail({ kind: 'cancelled', goal: 'the export' }) : written;
  return removed.ok ? ended : removed;
}
