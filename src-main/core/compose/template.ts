/** Gives the value of a variable, or undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

export type TemplateFault =
  /** `template` is what could not be read. */
  | { readonly kind: 'malformed'; readonly template: string }
  | { readonly kind: 'required'; readonly variable: string; readonly reason: string };

/** `unset` names the variables that were replaced by nothing because they are not set. */
export type Substituted = {
  readonly text: string;
  readonly unset: readonly string[];
  readonly fault: TemplateFault | null;
};

/** Expressions inside expressions: deeper ones are refused, so that no text exhausts the stack. */
const maxDepth = 32;

/**
 * `template` with every `$NAME` and `${…}` replaced as docker compose 2.40 does it. The first fault ends the work: it is
 * reported, and the text means nothing.
 */
export function substitute(template: string, lookup: Lookup): Substituted {
  return substituteIn(template, lookup, 0);
}

function substituteIn(template: string, lookup: Lookup, depth: number): Substituted {
  let at = template.indexOf('$');
  if (at < 0) return { text: template, unset: [], fault: null };
  const parts = [template.slice(0, at)];
  const unset: string[] = [];
  while (at >= 0) {
    const found = readExpression(template, at);
    if (found === null) return faulty(unset, { kind: 'malformed', template });
    const made = typeof found.value === 'string' ? plain(found.value) : evaluate(found.value, lookup, depth);
    for (const variable of made.unset) unset.push(variable);
    if (made.fault !== null) return faulty(unset, made.fault);
    at = template.indexOf('$', found.end);
    parts.push(made.text, template.slice(found.end, at < 0 ? undefined : at));
  }
  return { text: parts.join(''), unset, fault: null };
}

const faulty = (unset: readonly string[], fault: TemplateFault): Substituted => ({ text: '', unset, fault });

const plain = (text: string): Substituted => ({ text, unset: [], fault: null });

type Operator = ':?' | '?' | ':-' | '-' | ':+' | '+';

/** `word` is what follows the operator, not substituted. */
export type Expression = {
  readonly variable: string;
  readonly operator: Operator | null;
  readonly word: string;
};

/** What stands at a dollar sign: an expression, or a text that is kept; and where it ends. null: it is malformed. */
type Found = { readonly value: Expression | string; readonly end: number };

/** The expressions of a template, in order; nothing behind one that is malformed. */
export function expressionsIn(template: string): readonly Expression[] {
  const found: Expression[] = [];
  let at = template.indexOf('$');
  while (at >= 0) {
    const next = readExpression(template, at);
    if (next === null) break;
    if (typeof next.value !== 'string') found.push(next.value);
    at = template.indexOf('$', next.end);
  }
  return found;
}

const name = /[_A-Za-z][_A-Za-z0-9]*/y;
const operator = /:?[-+?]/y;

function readExpression(template: string, at: number): Found | null {
  const next = template.charAt(at + 1);
  if (next === '$') return { value: '$', end: at + 2 };
  const isBraced = next === '{';
  const variable = matchAt(name, template, at + (isBraced ? 2 : 1));
  if (!isBraced) {
    if (variable === null) return { value: '$', end: at + 1 };
    return { value: { variable, operator: null, word: '' }, end: at + 1 + variable.length };
  }
  return variable === null ? null : readBraced(template, at, variable);
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function readBraced(template: string, at: number, variable: string): Found | null {
  const after = at + 2 + variable.length;
  if (template.charAt(after) === '}')
    return { value: { variable, operator: null, word: '' }, end: after + 1 };
  const sign = matchAt(operator, template, after);
  const end = sign === null ? -1 : endOfExpression(template, at);
  if (sign === null || end < 0) return null;
  return {
    value: { variable, operator: sign as Operator, word: template.slice(after + sign.length, end) },
    end: end + 1,
  };
}

/**
 * The brace that closes the expression at `at`. compose-go lets it reach to the last brace of its line and then counts
 * braces, never looking at the character after an opening one: that is what makes `${A:-{"k":"v"}}` work. Where the count
 * does not come out, the last brace of the line is the end.
 */
function endOfExpression(template: string, at: number): number {
  const lineBreak = template.indexOf('\n', at);
  const line = lineBreak < 0 ? template.length : lineBreak;
  let open = 0;
  let last = -1;
  for (let index = at; index < line; index += 1) {
    if (template[index] === '}') {
      open -= 1;
      last = index;
      if (open === 0) return index;
    } else if (template[index] === '{') {
      open += 1;
      index += 1;
      if (template[index] === '}' && index < line) last = index;
    }
  }
  return last;
}

// The word after the operator is substituted even where it is not used, so that a required variable inside it is
// always required: so does compose-go 2.9.
function evaluate(
  { variable, operator: sign, word }: Expression,
  lookup: Lookup,
  depth: number,
): Substituted {
  const value = lookup(variable);
  if (sign === null) return value === undefined ? { text: '', unset: [variable], fault: null } : plain(value);
  if (depth >= maxDepth) return faulty([], { kind: 'malformed', template: word });
  const made = substituteIn(word, lookup, depth + 1);
  if (made.fault !== null) return made;
  const isMissing = value === undefined || (sign.startsWith(':') && value === '');
  if (sign.endsWith('+')) return isMissing ? { ...made, text: value ?? '' } : made;
  if (!isMissing) return { ...made, text: value };
  return sign.endsWith('-') ? made : faulty(made.unset, { kind: 'required', variable, reason: made.text });
}
