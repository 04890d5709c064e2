// The template of `from:` and of service URLs: text with ${NAME}. Smaller than Compose's grammar on purpose: no defaults, no
// conditions, so that a composed key has one meaning. `$$` is a dollar sign; a `$` before anything else stands for itself.
const token = /\$\$|\$\{([^}]*)\}?/gu;

/** The names that a template refers to, in order, each once. */
export function templateNames(template: string): string[] {
  const names = [...template.matchAll(token)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
  return [...new Set(names)];
}

/** The references in a template that are not `${NAME}` of a key, as written. */
export const malformedReferences = (template: string): string[] =>
  [...template.matchAll(token)]
    .filter((match) => match[1] !== undefined && !/^\$\{[A-Z][A-Z0-9_]*\}$/u.test(match[0]))
    .map((match) => match[0]);

/** The text with values in place of references; null when a name has none. */
export function fillTemplate(template: string, valueOf: (name: string) => string | null): string | null {
  let whole = true;
  const text = template.replaceAll(token, (_, name: string | undefined) => {
    if (name === undefined) return '$';
    const value = valueOf(name);
    if (value === null) whole = false;
    return value ?? '';
  });
  return whole ? text : null;
}
