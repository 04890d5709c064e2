import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { BundleHead } from '../../core/database/bundle.ts';
import { carried } from '../../core/database/carrier.ts';
import { majorOf } from '../../core/database/server-version.ts';
import type { Action } from '../../core/plan/plan.ts';
import type { Bundles } from '../../ports/bundles.ts';
import type { Report } from '../../ports/docker.ts';
import { counted } from './counted.ts';
import { type CopyWorld, finishCopy } from './finish-copy.ts';

const never = new AbortController().signal;

type Done = Promise<Result<void, Problem>>;
type ReadBundle = Extract<Action, { do: 'read bundle' }>;

/**
 * Fills a volume from a bundle. It is noted as whole in the end and not before: the file was what was signed to its last byte,
 * what the engine then read back was the same, and it was flushed. Problems: bundle-invalid, bundle-server, disk-full, copy-failed,
 * cancelled, engine-*.
 */
export async function readBundle(
  world: CopyWorld & { readonly bundles: Bundles },
  action: ReadBundle,
  report: Report,
  signal: AbortSignal,
): Done {
  const { docker } = world;
  const { request, to } = action;
  const created = await docker.createContainer(request, never);
  if (!created.ok) return created;
  const fits = await fitsImage(world, action);
  const filled = fits.ok ? await fill(world, action, report, signal) : fits;
  const proven = filled.ok ? await readBack(world, action, signal) : filled;
  const started = proven.ok ? await docker.startContainer(request.name, never) : proven;
  if (started.ok) return finishCopy(world, to, signal);
  await docker.removeContainer(request.name, never, 'removed');
  return signal.aborted ? fail({ kind: 'cancelled', goal: 'the import' }) : started;
}

/** An image that came during the run may bring another server than its name let expect. */
async function fitsImage({ docker }: CopyWorld, { request, file, head }: ReadBundle): Done {
  const { Image: reference } = request.body;
  const image = await docker.inspectImage(reference, never);
  if (!image.ok) return image;
  const { server: found } = head.manifest;
  const wanted = image.value?.server ?? null;
  if (found === null || wanted === null || majorOf(found) === majorOf(wanted)) return ok(undefined);
  return fail({ kind: 'bundle-server', file, found, wanted, image: reference });
}

async function fill(
  { docker, bundles }: CopyWorld & { readonly bundles: Bundles },
  { request, file, head }: ReadBundle,
  report: Report,
  signal: AbortSignal,
): Done {
  const now = await bundles.readHead(file);
  if (!now.ok) return now;
  const changed = changeOf(file, head, now.value);
  if (changed !== null) return fail(changed);
  const payload = bundles.openPayload(file, head);
  const content = counted(payload.content, head.manifest.payload.bytes, report);
  const filled = await docker.writeArchive(request.name, carried.parent, content, signal);
  const problem = payload.problem();
  return filled.ok || problem === null || signal.aborted ? filled : fail(problem);
}

/** The plan that was approved was made of one bundle, and no other is read. */
function changeOf(file: string, planned: BundleHead, now: BundleHead): Problem | null {
  const [expected, found] = [planned, now].map(({ keyId, manifest }) =>
    JSON.stringify([keyId, manifest.payload.sha256, manifest.createdAt]),
  );
  return expected === found
    ? null
    : {
        kind: 'bundle-invalid',
        file,
        expected: `data with SHA-256 ${planned.manifest.payload.sha256}`,
        found: 'another bundle, put in its place since the plan was made',
      };
}

/** A full disk, or one that fails, may take what it is given and not have it. */
async function readBack(
  { docker, bundles }: CopyWorld & { readonly bundles: Bundles },
  { request, to, head }: ReadBundle,
  signal: AbortSignal,
): Done {
  const archive = await docker.readArchive(request.name, `${carried.parent}/${carried.folder}`, signal);
  if (!archive.ok) return archive;
  const found = await bundles.weigh(archive.value.content);
  archive.value.close();
  if (!found.ok) return found;
  const { sha256 } = head.manifest.payload;
  const log = [`read back: SHA-256 ${found.value.sha256} instead of ${sha256}`];
  return found.value.sha256 === sha256
    ? ok(undefined)
    : fail({ kind: 'copy-failed', to, exitCode: null, log });
}
