import type { KeyName } from '../../contract/names.ts';
import { formsOf } from './forms.ts';

export type SecretValues = Readonly<Record<KeyName, string>>;

/** `text` with the marks of secrets in place of their values. */
export type Redact = (text: string) => string;

/** Redacts a stream of pieces. A value that two pieces share is found too. */
export type PieceRedactor = {
  /** What can be said for sure so far; may be empty. */
  push(piece: string): string;
  /** The rest. Nothing may be pushed afterwards. */
  end(): string;
};

/** What stands in a text in place of a secret's value. */
export const mark = (name: KeyName): string => `•••${name}•••`;

type Finder = {
  readonly pattern: RegExp;
  readonly nameOf: ReadonlyMap<string, KeyName>;
  readonly longest: number;
};

/**
 * Replaces every spelling of every value (see `formsOf`) by its mark, the longest first, so that a URL with a password in it
 * becomes one mark. The values are plain alternatives of one pattern: the time is linear in the text.
 */
export function redactor(values: SecretValues): Redact {
  let finder: Finder | null | undefined;
  return (text) => {
    // Made by the first text: a board of services that say nothing needs none.
    finder = finder === undefined ? finderOf(values) : finder;
    return finder === null ? text : redacted(finder, text);
  };
}

const redacted = ({ pattern, nameOf }: Finder, text: string): string =>
  text.replace(pattern, (form) => mark(nameOf.get(form) ?? ''));

/** The same for a stream whose pieces end anywhere: as much as the longest spelling is held back. */
export function pieceRedactor(values: SecretValues): PieceRedactor {
  const finder = finderOf(values);
  if (finder === null) return { push: (piece) => piece, end: () => '' };
  let held = '';
  return {
    push(piece) {
      const { done, rest } = redactUpTo(finder, held + piece);
      held = rest;
      return done;
    },
    end: () => redacted(finder, held),
  };
}

// A match that begins before `sure` has all its text here, whichever spelling it is; later ones may go on in the next piece.
function redactUpTo(finder: Finder, text: string): { readonly done: string; readonly rest: string } {
  const sure = Math.max(0, text.length - finder.longest + 1);
  const done: string[] = [];
  let at = 0;
  for (const match of text.matchAll(finder.pattern)) {
    if (match.index >= sure) break;
    done.push(text.slice(at, match.index), mark(finder.nameOf.get(match[0]) ?? ''));
    at = match.index + match[0].length;
  }
  const end = Math.max(at, sure);
  return { done: [...done, text.slice(at, end)].join(''), rest: text.slice(end) };
}

function finderOf(values: SecretValues): Finder | null {
  const nameOf = new Map<string, KeyName>();
  for (const [name, value] of Object.entries(values)) {
    for (const form of formsOf(value)) if (!nameOf.has(form)) nameOf.set(form, name);
  }
  const forms = [...nameOf.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const [first] = forms;
  if (first === undefined) return null;
  return { pattern: new RegExp(forms.map(escaped).join('|'), 'g'), nameOf, longest: first.length };
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
