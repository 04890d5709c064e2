import { ignoredBy } from '../patterns/dockerignore.ts';
import type { WatchRule } from './watch-rule.ts';

/** The text of the .dockerignore that a service's image is built with, and the folder that it is relative to. */
export type ContextRules = { readonly folder: string; readonly text: string };

/** A rule that can say what it has to do with a path. */
export type WatchMatcher = {
  readonly rule: WatchRule;
  /** What the path is in the container, '' where the rule copies nothing; null: the rule does not concern it. */
  inContainer(path: string): string | null;
  /** Whether nothing below this folder concerns the rule, so that it need not be watched. */
  leavesOut(folder: string): boolean;
};

/** What editors and tools leave beside files while they write, and the history of Git; never the developer's own. */
const passing = [
  '**/.git',
  '**/.idea',
  '**/*~',
  '**/*.sw?',
  '**/*.swpx',
  '**/4913',
  '**/.#*',
  '**/#*#',
  '**/*.kate-swp',
  '**/___jb_*___',
  '**/.DS_Store',
].join('\n');

const isPassing = ignoredBy(passing).ignored;

/**
 * A rule armed with its patterns: its own `ignore` and `include`, what the build context leaves out, and what editors leave
 * beside files (docker compose 2.40 leaves out the same). Throws for a pattern that cannot be read.
 */
export function watchMatcher(rule: WatchRule, context: ContextRules | null): WatchMatcher {
  const own = ignoredBy(rule.ignore.join('\n'));
  const included = rule.include.length === 0 ? null : ignoredBy(rule.include.join('\n')).ignored;
  const built = context === null ? null : ignoredBy(context.text);
  const hasExceptions = own.hasExceptions || built?.hasExceptions === true;
  const isLeftOut = (path: string, inside: string): boolean => {
    const inContext = context === null ? null : pathBelow(context.folder, path);
    return (
      isPassing(inside) ||
      own.ignored(inside) ||
      (inContext !== null && inContext !== '' && built?.ignored(inContext) === true)
    );
  };
  return {
    rule,
    inContainer: (path) => {
      const inside = pathBelow(rule.path, path);
      if (inside === null || isLeftOut(path, inside)) return null;
      if (included !== null && inside !== '' && !included(inside)) return null;
      if (rule.target === null) return '';
      return inside === '' ? rule.target : `${rule.target.replace(/\/+$/, '')}/${inside}`;
    },
    leavesOut: (folder) => {
      const inside = pathBelow(rule.path, folder);
      if (inside === null) return pathBelow(folder, rule.path) === null;
      return isPassing(inside) || (!hasExceptions && isLeftOut(folder, inside));
    },
  };
}

/** The path relative to a folder with forward slashes, '' for the folder itself; null: it is elsewhere. Of Linux and Windows. */
export function pathBelow(folder: string, path: string): string | null {
  const [root, whole] = [folder, path].map((text) =>
    /^([A-Za-z]:[\\/]|\\\\)/.test(text) ? text.replaceAll('\\', '/') : text,
  );
  if (root === undefined || whole === undefined) return null;
  if (whole === root) return '';
  const start = root.endsWith('/') ? root : `${root}/`;
  return whole.startsWith(start) ? whole.slice(start.length) : null;
}
