/** An image by its whole name: registry, path, and a tag or a digest. */
export type ImageReference = {
  /** With its tag, or with its digest where it is written with one: what a registry is asked for. */
  readonly whole: string;
  /** False: a digest says already which image it is. */
  readonly isOpen: boolean;
};

/**
 * The whole name of an image as docker writes it (distribution/reference, ParseDockerRef): a first part without a dot, a colon
 * or capitals is no registry, `latest` is the tag where none is written, and a digest takes the place of a tag.
 */
export function imageReference(text: string): ImageReference {
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const path = withRegistry(hasTag ? name.slice(0, colon) : name);
  if (at >= 0) return { whole: path + text.slice(at), isOpen: false };
  return { whole: `${path}:${hasTag ? name.slice(colon + 1) : 'latest'}`, isOpen: true };
}

function withRegistry(path: string): string {
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const isRegistry = /[.:A-Z]/.test(first) || first === 'localhost';
  if (isRegistry && first !== 'docker.io' && first !== 'index.docker.io') return path;
  const rest = isRegistry ? path.slice(slash + 1) : path;
  return `docker.io/${rest.includes('/') ? rest : `library/${rest}`}`;
}
