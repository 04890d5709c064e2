import type { ServiceModel } from '../compose/model.ts';
import type { MadeContainers } from './made-containers.ts';
import { joined, type Named } from './names.ts';

/** What compose writes in place of the number of a one-off container. */
export const oneOffNumber = -1;

/**
 * `links` and `external_links` as `<container>:<alias>` (docker compose 2.40, getLinks): each container of a linked service goes
 * by the link's alias and by two names that end in the number of the container that is made, not of the one it links to.
 */
export function linksOf(
  project: Named,
  service: ServiceModel,
  number: number,
  made: MadeContainers,
): readonly string[] {
  const own = (service.links ?? []).flatMap((link) => {
    const [name, alias] = parts(link);
    return (made[name] ?? []).flatMap(({ name: container }) => [
      `${container}:${alias}`,
      `${container}:${joined(project, name, String(number))}`,
      `${container}:${joined(project, project.name, name, String(number))}`,
    ]);
  });
  return [...own, ...(service.external_links ?? []).map((link) => parts(link).join(':'))];
}

function parts(link: string): readonly [string, string] {
  const words = link.split(':');
  const [name = ''] = words;
  return [name, words.length === 2 ? (words[1] ?? name) : name];
}
