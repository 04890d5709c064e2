/** A YAML text as it is written: nothing is resolved yet. `offset` is where the node's content starts in the text. */
export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

/** `tag` is written out, with `!!` for the tags of YAML itself. */
type Marked = { readonly offset: number; readonly anchor: string | null; readonly tag: string | null };

export type YamlScalar = Marked & {
  readonly kind: 'scalar';
  readonly text: string;
  readonly isPlain: boolean;
};

export type YamlMap = Marked & { readonly kind: 'map'; readonly pairs: readonly YamlPair[] };

/** `value` null: nothing is written there. */
export type YamlPair = { readonly key: YamlNode; readonly value: YamlNode | null };

export type YamlList = Marked & { readonly kind: 'list'; readonly items: readonly (YamlNode | null)[] };

export type YamlAlias = { readonly kind: 'alias'; readonly offset: number; readonly name: string };
