/**
 * The text of a file of variables with one more value in it: in the place of the last line that gives the name one, else at the
 * end. Everything else stays as it was written. `value` needs no quotes.
 */
export function withVariable(text: string, name: string, value: string): string {
  const lines = text.split(/(?<=\n)/);
  const own = new RegExp(`^[\\t ]*(?:export[\\t ]+)?${name}[\\t ]*[=:]`);
  const at = lines.findLastIndex((line) => own.test(line));
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  if (at !== -1) return lines.with(at, `${name}=${value}${end}`).join('');
  const begun = text === '' || text.endsWith('\n') ? text : `${text}${end}`;
  return `${begun}${name}=${value}${end}`;
}
