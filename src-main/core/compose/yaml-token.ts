/** What a YAML text is made of. `item` is the dash of a list, `entry` the comma inside brackets. */
export type TokenKind =
  | 'version'
  | 'handle'
  | 'document-start'
  | 'document-end'
  | 'list'
  | 'map'
  | 'block-end'
  | '['
  | ']'
  | '{'
  | '}'
  | 'item'
  | 'entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'
  | 'end';

/**
 * One token of a YAML text, at an offset in UTF-16 code units. `text` is what it says: a name, a number, the suffix or prefix
 * of a tag; `handle` the first part of a tag.
 */
export type Token = {
  readonly kind: TokenKind;
  readonly at: number;
  readonly text: string;
  readonly handle: string;
  readonly isPlain: boolean;
  /** True: the token is the first of a key, which was known only when its colon came. */
  opensKey: boolean;
  /** True: it is also the first of a mapping. */
  opensMap: boolean;
};
