/** An image reference in its parts, as the Engine API and registries want them. */
export type Reference = {
  /** Without tag and digest, as written: `postgres`, `ghcr.io/acme/api`. */
  readonly name: string;
  /** A tag, or a digest with its algorithm; `latest` where neither is written. */
  readonly version: string;
  /** `docker.io` where none is written. */
  readonly registry: string;
};

/**
 * Splits a reference by the rules of distribution/reference: the first part is a registry only if it holds a dot or a colon or
 * is `localhost`; a digest wins over a tag. A pull without a version would fetch every tag of the repository.
 */
export function referenceOf(text: string): Reference {
  const at = text.indexOf('@');
  const untagged = at < 0 ? text : text.slice(0, at);
  const colon = untagged.lastIndexOf(':');
  const hasTag = colon > untagged.lastIndexOf('/');
  const name = hasTag ? untagged.slice(0, colon) : untagged;
  const tag = hasTag ? untagged.slice(colon + 1) : 'latest';
  const first = name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
  const isRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  return { name, version: at < 0 ? tag : text.slice(at + 1), registry: isRegistry ? first : 'docker.io' };
}
