import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { imageReference } from '../core/compose/image-reference.ts';

/** Asks a registry for the digest of an image by its whole name. */
export type DigestOf = (reference: string) => Promise<Result<string, Problem>>;

type WithImage = { readonly image?: string };

/**
 * Services with their images by digest, as `docker compose config --resolve-image-digests` has them; one that is only built
 * keeps none. Problems: of every image that no registry knows, at once.
 */
export async function pinImages<T extends WithImage>(
  services: Readonly<Record<string, T>>,
  digestOf: DigestOf,
): Promise<Result<Readonly<Record<string, T>>, readonly Problem[]>> {
  const references = Object.values(services).flatMap(({ image }) => (image ? [imageReference(image)] : []));
  const open = [...new Set(references.flatMap(({ whole, isOpen }) => (isOpen ? [whole] : [])))];
  const asked = await Promise.all(open.map(async (whole) => ({ whole, digest: await digestOf(whole) })));
  const problems = asked.flatMap(({ digest }) => (digest.ok ? [] : [digest.error]));
  if (problems.length > 0) return fail(problems);
  const digests = new Map(
    asked.flatMap(({ whole, digest }) => (digest.ok ? [[whole, digest.value] as const] : [])),
  );
  const pinned = Object.entries(services).map(([name, service]) => {
    if (!service.image) return [name, service] as const;
    const { whole } = imageReference(service.image);
    const digest = digests.get(whole);
    return [name, { ...service, image: digest === undefined ? whole : `${whole}@${digest}` }] as const;
  });
  return ok(Object.fromEntries(pinned));
}
