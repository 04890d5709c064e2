import type { ObservedImage, ObservedContainer } from '../plan/observed.ts';

/** Variables by which images of servers say which major version they bring, where their data says it as well. */
const variables = ['PG_MAJOR'];

/** `10.11.6-MariaDB` and `10` have the same. */
export const majorOf = (version: string): string => version.split('.')[0] ?? version;

/** The major version of the server that an image brings, from its own environment; null where it does not tell. */
export function serverOfImage(environment: readonly string[]): string | null {
  for (const variable of variables) {
    const entry = environment.find((each) => each.startsWith(`${variable}=`));
    if (entry !== undefined) return entry.slice(variable.length + 1);
  }
  return null;
}

/** Whether the version of the data has to be looked at before the image is started on it: it ran with another one so far. */
export const isOtherImage = (
  image: ObservedImage | null,
  containers: readonly ObservedContainer[],
): boolean => image !== null && containers.some(({ imageId }) => imageId !== image.id);
