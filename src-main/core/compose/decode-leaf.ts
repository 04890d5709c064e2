import { readByteSize } from './byte-size.ts';
import { commandWords } from './command-words.ts';
import { printDuration, readDuration } from './duration.ts';
import type { Faults } from './faults.ts';
import { goText, readFloat, readTruth, scalarText } from './go-text.ts';
import { hostAddresses } from './host-addresses.ts';
import { readPairs } from './key-values.ts';
import { plainValue } from './plain-value.ts';
import type { Leaf } from './shape.ts';
import { spell, type Steps, step } from './steps.ts';
import { fieldOf, fieldsOf, isNull, type Tree } from './tree.ts';

/** Everything that is decoded from one tree without looking at a shape below it. */
export type PlainLeaf = Exclude<Leaf, 'envFile'>;

/** The typed value of a tree for each leaf; undefined, and refused, when it cannot be decoded. */
export function decodeLeaf(leaf: PlainLeaf, tree: Tree, steps: Steps, faults: Faults): unknown {
  return leaves[leaf](tree, { steps, faults });
}

type Spot = { readonly steps: Steps; readonly faults: Faults };

type Decode = (tree: Tree, spot: Spot) => unknown;

function refuse(tree: Tree, spot: Spot, message: string, hint: string | null = null): undefined {
  spot.faults.refuse(tree.at, `${spell(spot.steps).join('.')}: ${message}`, hint);
}

const shown = (tree: Tree): string => JSON.stringify('value' in tree ? String(tree.value) : tree.kind);

const text: Decode = (tree, spot) => {
  if (tree.kind === 'text' || tree.kind === 'int') return String(tree.value);
  return tree.kind === 'null' ? '' : refuse(tree, spot, `expected a text, found ${shown(tree)}`);
};

const loose: Decode = (tree, spot) =>
  tree.kind === 'map' ? goText(tree) : (scalarText(tree) ?? text(tree, spot));

const flag: Decode = (tree, spot) => {
  if (tree.kind === 'bool') return tree.value;
  if (tree.kind === 'null') return false;
  const truth = tree.kind === 'text' ? readTruth(tree.value, spot.faults) : null;
  return truth ?? refuse(tree, spot, `expected true or false, found ${shown(tree)}`);
};

const whole: Decode = (tree, spot) => {
  if (tree.kind === 'int') return Number(tree.value);
  if (tree.kind === 'float') return Math.trunc(tree.value);
  const isNumber = tree.kind === 'text' && /^[-+]?\d+$/.test(tree.value);
  return isNumber ? Number(tree.value) : refuse(tree, spot, `expected a whole number, found ${shown(tree)}`);
};

/** A number that is never negative, and that no text stands for. */
const amount: Decode = (tree, spot) => {
  const value = tree.kind === 'text' ? undefined : whole(tree, spot);
  const isAmount = typeof value === 'number' && value >= 0;
  return isAmount ? value : refuse(tree, spot, `expected a whole number of at least 0, found ${shown(tree)}`);
};

const retries: Decode = (tree, spot) => {
  const value = whole(tree, spot);
  return typeof value === 'number' && value < 0
    ? refuse(tree, spot, `expected at least 0, found ${value}`)
    : value;
};

const float: Decode = (tree, spot) => {
  if (tree.kind === 'int' || tree.kind === 'float') return Number(tree.value);
  const number = tree.kind === 'text' ? readFloat(tree.value) : null;
  return number ?? refuse(tree, spot, `expected a number, found ${shown(tree)}`);
};

const float32: Decode = (tree, spot) => {
  const value = float(tree, spot);
  return typeof value === 'number' ? shortestFloat32(value) : value;
};

/** The number with the fewest digits that is the same 32-bit float. */
function shortestFloat32(value: number): number {
  const near = Math.fround(value);
  for (let digits = 1; digits < 10; digits += 1) {
    const short = Number(near.toPrecision(digits));
    if (Math.fround(short) === near) return short;
  }
  return near;
}

const bytes: Decode = (tree, spot) => {
  if (tree.kind === 'int') return tree.value < 2n ** 63n ? printBytes(tree.value) : '';
  // A float is read as no size at all: so does compose.
  if (tree.kind !== 'text') return '';
  const size = readByteSize(tree.value);
  const hint = 'A size is a number with an optional unit: b, k, m, g, t or p.';
  return size === null
    ? refuse(tree, spot, `expected a size in bytes, found ${shown(tree)}`, hint)
    : printBytes(size);
};

/** As Go turns a float into 64 bits: what does not fit becomes the least number. */
function printBytes(size: number | bigint): string {
  if (Number(size) === 0) return '';
  return String(Math.abs(Number(size)) < 2 ** 63 || typeof size === 'bigint' ? BigInt(size) : -(2n ** 63n));
}

const duration: Decode = (tree, spot) => {
  const read = tree.kind === 'text' ? readDuration(tree.value) : null;
  if (read !== null) return printDuration(read);
  return refuse(
    tree,
    spot,
    `expected a duration, found ${shown(tree)}`,
    'A duration has units, as in 1m30s.',
  );
};

/** As `duration`, but one of no length counts as not given. */
const span: Decode = (tree, spot) => {
  const text = duration(tree, spot);
  return text === '0s' ? '' : text;
};

const words: Decode = (tree, spot) => {
  if (tree.kind === 'list') return tree.items.map((item) => scalarText(item) ?? '');
  if (tree.kind !== 'text') return null;
  const split = commandWords(tree.value);
  return (
    split ??
    refuse(
      tree,
      spot,
      `the command ${shown(tree)} cannot be split into words`,
      'Close its quotes, or write it as a list.',
    )
  );
};

const test: Decode = (tree) => {
  if (tree.kind === 'text') return ['CMD-SHELL', tree.value];
  return tree.kind === 'list' ? tree.items.map((item) => scalarText(item) ?? '') : [];
};

const texts: Decode = (tree, spot) => {
  if (tree.kind === 'null') return [];
  return (tree.kind === 'list' ? tree.items : [tree]).map((item) => loose(item, spot));
};

const hosts: Decode = (tree, spot) => hostAddresses(tree, spell(spot.steps), spot.faults);

const labels: Decode = (tree, spot) => readPairs(tree, spell(spot.steps), spot.faults, '');

const variables: Decode = (tree, spot) => readPairs(tree, spell(spot.steps), spot.faults, null);

const count: Decode = (tree, spot) => {
  if (tree.kind !== 'text') return whole(tree, spot);
  if (tree.value.toLowerCase() === 'all') return -1;
  return /^-?\d+$/.test(tree.value)
    ? Number(tree.value)
    : refuse(tree, spot, `expected all or a number, found ${shown(tree)}`);
};

const mode: Decode = (tree, spot) => {
  const isOctal = tree.kind === 'text' && /^[-+]?[0-7]+$/.test(tree.value);
  const value = isOctal ? Number.parseInt(tree.value, 8) : tree.kind === 'int' ? Number(tree.value) : null;
  if (value === null) return refuse(tree, spot, `expected permissions such as "0440", found ${shown(tree)}`);
  return `0${value.toString(8)}`;
};

const ulimit: Decode = (tree, spot) => {
  if (tree.kind !== 'map') return zeroAsNothing(whole(tree, spot));
  const part = (key: string): unknown => {
    const value = fieldOf(tree, key);
    return isNull(value) || value === undefined ? 0 : whole(value, { ...spot, steps: step(spot.steps, key) });
  };
  const parts = { soft: part('soft'), hard: part('hard') };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== 0));
};

const zeroAsNothing = (value: unknown): unknown => (value === 0 ? {} : value);

const ssh: Decode = (tree) =>
  [...fieldsOf(tree)].map(([id, { value }]) =>
    value.kind === 'null' ? id : `${id}=${scalarText(value) ?? ''}`,
  );

const any: Decode = (tree) => plainValue(tree);

const leaves: Readonly<Record<PlainLeaf, Decode>> = {
  amount,
  any,
  bytes,
  count,
  duration,
  flag,
  float32,
  hosts,
  labels,
  loose,
  mode,
  retries,
  span,
  ssh,
  test,
  text,
  texts,
  ulimit,
  variables,
  whole,
  words,
};
