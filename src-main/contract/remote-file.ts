// What docker compose 2.40 hands to git or to a registry client when a file by that name is given, included or extended.
const remote = /^(?:oci|git|ssh):\/\/|^https?:\/\/.*\.git(?:#|$)|^git@|^github\.com\//;

/** Whether a Compose file of this name would have to be fetched from a repository or a registry. */
export const isRemoteFile = (name: string): boolean => remote.test(name);

/** What Berth says of such a file, and the next step. */
export const remoteFileRefusal = (name: string): { readonly message: string; readonly hint: string } => ({
  message: `${JSON.stringify(name)} is fetched from a repository or a registry, which Berth does not do`,
  hint: 'Clone it, and name the file by its path.',
});
