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

const name = '[_A-Za-z][_A-Za-z0-9]*';
// `.*` is greedy and stays on one line: an expression reaches to the last brace of its line, and is cut afterwards by
// counting braces. That is how compose-go reads it, and what makes `${A:-{"k":"v"}}` work and `${A:-}}` give a brace.
const pattern = new RegExp(`\\$(?:(\\$)|(${name})|\\{(?:(${name}(?::?[-+?](.*))?)\\}|()))`, 'g');
const single = new RegExp(pattern.source);

/** What compose 2.40 does with `${…}` and `$NAME` in `template`. The first fault ends nothing but is the one reported. */
export function substitute(template: string, lookup: Lookup): Substituted {
  if (!template.includes('$')) return { text: template, unset: [], fault: null };
  const unset: string[] = [];
  let fault: TemplateFault | null = null;
  const text = template.replaceAll(pattern, (match) => {
    const replaced = replaceOne(match, template, lookup);
    unset.push(...replaced.unset);
    fault ??= replaced.fault;
    return replaced.text;
  });
  return { text, unset, fault };
}

const plain = (text: string): Substituted => ({ text, unset: [], fault: null });

function replaceOne(match: string, template: string, lookup: Lookup): Substituted {
  const end = closingBrace(match);
  const expression = end < 0 ? match : match.slice(0, end + 1);
  const rest = end < 0 ? '' : match.slice(end + 1);
  const [, escaped, named, braced] = single.exec(expression) ?? [];
  if (escaped !== undefined) return plain('$');
  const body = named ?? braced;
  if (body === undefined) return { text: '', unset: [], fault: { kind: 'malformed', template } };
  const operator = named === undefined ? firstOperator(expression) : null;
  if (operator === null) return withRest(valueOf(body, lookup), named === undefined ? rest : '', lookup);
  return withRest(apply(operator, body, lookup), rest, lookup);
}

function withRest(first: Substituted, rest: string, lookup: Lookup): Substituted {
  if (rest === '' || first.fault !== null) return first;
  const second = substitute(rest, lookup);
  return { text: first.text + second.text, unset: [...first.unset, ...second.unset], fault: second.fault };
}

function valueOf(variable: string, lookup: Lookup): Substituted {
  const value = lookup(variable);
  return value === undefined ? { text: '', unset: [variable], fault: null } : plain(value);
}

/** The index of the brace that closes the first one; the character after an opening brace is never looked at. */
function closingBrace(text: string): number {
  let open = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '}') {
      open -= 1;
      if (open === 0) return index;
    }
    if (text[index] === '{') {
      open += 1;
      index += 1;
    }
  }
  return -1;
}

const operators = [':?', '?', ':-', '-', ':+', '+'] as const;
type Operator = (typeof operators)[number];

function firstOperator(expression: string): Operator | null {
  let best: { operator: Operator; index: number } | null = null;
  for (const operator of operators) {
    const index = expression.indexOf(operator);
    if (index >= 0 && (best === null || index < best.index)) best = { operator, index };
  }
  return best?.operator ?? null;
}

// The word after the operator is substituted even where it is not used, so that a required variable inside it is
// always required: so does compose-go 2.9.
function apply(operator: Operator, body: string, lookup: Lookup): Substituted {
  const cut = body.indexOf(operator);
  if (cut < 0) return valueOf(body, lookup);
  const variable = body.slice(0, cut);
  const word = substitute(body.slice(cut + operator.length), lookup);
  if (word.fault !== null) return word;
  const value = lookup(variable);
  const missing = value === undefined || (operator.startsWith(':') && value === '');
  if (operator.endsWith('+')) return missing ? { ...word, text: value ?? '' } : word;
  if (!missing) return { ...word, text: value };
  if (operator.endsWith('-')) return word;
  return { text: '', unset: word.unset, fault: { kind: 'required', variable, reason: word.text } };
}
