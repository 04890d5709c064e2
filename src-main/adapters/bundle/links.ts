import { carried } from '../../core/database/carrier.ts';

type Entry = { readonly name: string; readonly type: string; readonly linkname: string };

/** Judges the paths of an archive, entry by entry: what was a link before is no folder on the way of what comes after. */
export type PathJudge = {
  /** What is wrong with where an entry lies or leads, in words; null: it stays within the one folder. */
  faultOf(entry: Entry): string | null;
};

/**
 * Every path is read as it is written: whoever unpacks the archive goes through no link on the way to an entry, so that a link lies
 * where its path says, and what it leads to can be told by counting.
 */
export function pathJudge(): PathJudge {
  /** By path: where the links so far lead, as they say it. */
  const links = new Map<string, string>();
  const crosses = (path: string): boolean =>
    links.size > 0 && parentsOf(path).some((parent) => links.has(parent));

  return {
    faultOf({ name, type, linkname }) {
      const path = name.replace(/\/$/, '');
      if (!isInside(path) || crosses(path) || links.has(path)) return `the path ${JSON.stringify(name)}`;
      if (type !== 'link' && type !== 'symlink') return null;
      const isSecondName = type === 'link';
      // A second name of a link says what that says, from another place.
      const target = isSecondName ? links.get(linkname) : linkname;
      const isBad = isSecondName && (!isInside(linkname) || crosses(linkname));
      if (isBad || (target !== undefined && !staysInside(path, target)))
        return `a link from ${name} to ${linkname}`;
      if (target !== undefined) links.set(path, target);
      return null;
    },
  };
}

/** The folders on the way to a path. */
const parentsOf = (path: string): string[] =>
  [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));

/** `data`, or a path below it without detours. */
function isInside(path: string): boolean {
  const [first, ...rest] = path.split('/');
  return first === carried.folder && rest.every((part) => part !== '' && part !== '.' && part !== '..');
}

/** A relative link, read from where it lies. Upwards only at its beginning: what is above a name, if that is a link, is elsewhere. */
function staysInside(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/')) return false;
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const down = parts.findIndex((part) => part !== '..');
  const ups = down === -1 ? parts.length : down;
  return ups <= path.split('/').length - 2 && !parts.slice(ups).includes('..');
}
