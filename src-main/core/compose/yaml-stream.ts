import { YamlFault } from './yaml-cursor.ts';
import type { Token, TokenKind } from './yaml-token.ts';

/** Tokens that are left of a text, and the handles of tags that its document declared. */
export type Stream = {
  readonly tokens: readonly Token[];
  next: number;
  readonly handles: Map<string, string>;
};

const nothing: Token = {
  kind: 'end',
  at: 0,
  text: '',
  handle: '',
  isPlain: false,
  opensKey: false,
  opensMap: false,
};

export const peek = ({ tokens, next }: Stream): Token => tokens[next] ?? tokens.at(-1) ?? nothing;

/** What comes next: a token that starts a mapping or a key counts as that first. */
export function kindOf(stream: Stream): TokenKind {
  const token = peek(stream);
  if (token.opensMap) return 'map';
  return token.opensKey ? 'key' : token.kind;
}

/** Past what `kindOf` told. */
export function skip(stream: Stream): void {
  const token = peek(stream);
  if (token.opensMap) token.opensMap = false;
  else if (token.opensKey) token.opensKey = false;
  else stream.next += 1;
}

/** Past a token of this kind; false, and no step taken, when there is another. */
export function skipKind(stream: Stream, kind: TokenKind): boolean {
  if (kindOf(stream) !== kind) return false;
  skip(stream);
  return true;
}

const own = 'tag:yaml.org,2002:';

/** The tag that comes next, its handle replaced; one of YAML's own with `!!`. null: `!`, which says nothing here. */
export function readTag(stream: Stream): string | null {
  const { at, handle, text } = peek(stream);
  const declared = stream.handles.get(handle);
  const prefix = handle === '' ? '' : (declared ?? (handle === '!' ? '!' : handle === '!!' ? own : null));
  if (prefix === null) throw new YamlFault(at, `no %TAG says what ${handle} stands for`);
  const whole = prefix + text;
  if (whole === '!') return null;
  return whole.startsWith(own) ? `!!${whole.slice(own.length)}` : whole;
}
