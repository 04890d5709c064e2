/**
 * The typed form of one part of a project, as compose's own structs have it: what a tree is decoded into, in which order
 * the fields are written, and which fields are left out. One table serves the model, its printing and the config hash.
 */
export type Shape =
  | { readonly as: Leaf }
  | { readonly as: 'list'; readonly of: Shape }
  | { readonly as: 'dict'; readonly of: Shape }
  | { readonly as: 'record'; readonly fields: readonly FieldShape[] };

/**
 * text: a text, or a whole number as text · loose: any scalar as text, null as '' · amount: a number that is not
 * negative and never a text · retries: a number that is not negative, or a text of digits · bytes: a decimal text · duration: a Go duration
 * text · span: a duration that counts as not given when it is 0s · words: a command as a list of words, or null · hosts:
 * a sorted list `host=address` · labels, variables: a mapping out of `KEY=value` texts or a mapping · test: a health
 * check's command · count: a number of devices, -1 for all · mode: file permissions as octal text · ulimit: a number, or
 * a soft and a hard one · envFile: a file of variables, written as its path alone when it is required · ssh: a list of `id` and `id=path`
 * · any: as it is.
 */
export type Leaf =
  | 'text'
  | 'loose'
  | 'flag'
  | 'whole'
  | 'amount'
  | 'retries'
  | 'float32'
  | 'bytes'
  | 'duration'
  | 'span'
  | 'words'
  | 'hosts'
  | 'labels'
  | 'variables'
  | 'test'
  | 'count'
  | 'mode'
  | 'ulimit'
  | 'texts'
  | 'envFile'
  | 'ssh'
  | 'any';

/**
 * filled: left out when empty, 0 or false · known: as filled when written, but the model keeps what the file said · set:
 * written whenever the file has it · always: written even when it has not · false: written only when it is false.
 */
export type Presence = 'filled' | 'known' | 'set' | 'always' | 'false';

/** `from`: the key in a Compose file; compose writes a few keys with a capital. */
export type FieldShape = {
  readonly key: string;
  readonly from: string;
  readonly shape: Shape;
  readonly presence: Presence;
};

export const listOf = (of: Shape | Leaf): Shape => ({ as: 'list', of: asShape(of) });
export const dictOf = (of: Shape | Leaf): Shape => ({ as: 'dict', of: asShape(of) });

/** A record in written order. A key may end in `?` (set), `!` (always) or `~` (known). */
export function recordOf(fields: Readonly<Record<string, Shape | Leaf>>): Shape {
  const presences: Readonly<Record<string, Presence>> = { '?': 'set', '!': 'always', '~': 'known' };
  return {
    as: 'record',
    fields: Object.entries(fields).map(([key, shape]) => ({
      key: key.replace(/[?!~]$/, ''),
      from: key.replace(/[?!~]$/, '').toLowerCase(),
      shape: asShape(shape),
      presence: presences[key.at(-1) ?? ''] ?? 'filled',
    })),
  };
}

const asShape = (shape: Shape | Leaf): Shape => (typeof shape === 'string' ? { as: shape } : shape);
