export type Expansion =
  | { readonly ok: true; readonly text: string; readonly unset: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** The value of a variable; null: not set. */
export type Lookup = (name: string) => string | null;

type Part = { readonly text: string; readonly unset: readonly string[]; readonly failure: string | null };

const head = /^[_A-Za-z][_A-Za-z0-9]*/u;
const operators = [':?', ':-', ':+', '?', '-', '+'] as const;
type Operator = (typeof operators)[number];

// A default may nest another; nobody nests this deep by hand, and the recursion stays bounded.
const limitDepth = 50;

/**
 * Replaces variables in the value of a `.env` line, by the grammar of Compose's templates: `$NAME`, `${NAME}`, `${NAME:-d}`,
 * `-`, `:+`, `+`, `:?`, `?`, nested ones in d, and `$$` for a dollar sign. `unset`: names that were not set and became empty.
 * Behaviour verified against docker compose 2.40.
 */
export function expand(template: string, lookup: Lookup): Expansion {
  const { text, unset, failure } = expandText(template, lookup, 0);
  return failure === null ? { ok: true, text, unset } : { ok: false, message: failure };
}

function expandText(template: string, lookup: Lookup, depth: number): Part {
  if (depth > limitDepth) return fault(`Invalid template: nested deeper than ${limitDepth} levels`);
  const done: string[] = [];
  const unset: string[] = [];
  let rest = template;
  for (let dollar = rest.indexOf('$'); dollar !== -1; dollar = rest.indexOf('$')) {
    done.push(rest.slice(0, dollar));
    const { part, used } = variable(rest.slice(dollar), lookup, depth);
    if (part.failure !== null) return part;
    done.push(part.text);
    unset.push(...part.unset);
    rest = rest.slice(dollar + used);
  }
  return { text: [...done, rest].join(''), unset, failure: null };
}

/** One variable at the start of `source`, which begins with a dollar sign, and how many characters it took. */
function variable(
  source: string,
  lookup: Lookup,
  depth: number,
): { readonly part: Part; readonly used: number } {
  if (source.startsWith('$$')) return { part: literal('$'), used: 2 };
  if (source[1] !== '{') {
    const name = head.exec(source.slice(1))?.[0];
    return name === undefined
      ? { part: literal('$'), used: 1 }
      : { part: plain(name, lookup), used: 1 + name.length };
  }
  const end = closingBrace(source);
  if (end === -1) return { part: invalid(), used: 0 };
  return { part: braced(source.slice(2, end), lookup, depth), used: end + 1 };
}

function braced(inner: string, lookup: Lookup, depth: number): Part {
  const name = head.exec(inner)?.[0];
  if (name === undefined || inner.includes('\n')) return invalid();
  const rest = inner.slice(name.length);
  if (rest === '') return plain(name, lookup);
  const operator = operators.find((candidate) => rest.startsWith(candidate));
  if (operator === undefined) return invalid();
  const word = expandText(rest.slice(operator.length), lookup, depth + 1);
  return word.failure === null ? apply(name, operator, word, lookup(name)) : word;
}

function apply(name: string, operator: Operator, word: Part, value: string | null): Part {
  const present = value !== null && (value !== '' || !operator.startsWith(':'));
  if (operator.endsWith('+')) return present ? word : literal('');
  if (present) return literal(value);
  if (operator.endsWith('-')) return word;
  return fault(`required variable ${name} is missing a value: ${word.text}`);
}

function closingBrace(source: string): number {
  let depth = 0;
  for (let index = 1; index < source.length; index += 1) {
    if (source[index] === '{') depth += 1;
    if (source[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

function plain(name: string, lookup: Lookup): Part {
  const value = lookup(name);
  return value === null ? { text: '', unset: [name], failure: null } : literal(value);
}

const literal = (text: string): Part => ({ text, unset: [], failure: null });
const fault = (failure: string): Part => ({ text: '', unset: [], failure });
// What stands there may be part of a secret: the message does not repeat it.
const invalid = (): Part =>
  fault('Invalid template: a "${" without its "}", or with something unknown in it');
