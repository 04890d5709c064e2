/** What a log line says in fields: a JSON object, or pairs as logfmt writes them. Only the top level; null: neither. */
export type Fields = (name: string) => string | null;

const longest = 65_536;

/** Reads the fields of a line. A line that only looks like JSON is plain text. */
export function fieldsOf(line: string): Fields | null {
  const text = line.trim();
  if (text.length > longest) return null;
  if (text.startsWith('{') && text.endsWith('}')) return jsonFields(text);
  return logfmtFields(text);
}

function jsonFields(text: string): Fields | null {
  const value = parse(text);
  if (value === null || typeof value !== 'object') return null;
  const entries = Object.entries(value).map(([name, field]) => [name.toLowerCase(), field] as const);
  const byName = new Map(entries);
  return (name) => {
    const field: unknown = byName.get(name);
    return typeof field === 'string' || typeof field === 'number' ? String(field) : null;
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const pair = /(?:^|\s)([A-Za-z_][\w.-]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/gu;

function logfmtFields(text: string): Fields | null {
  const byName = new Map(
    [...text.matchAll(pair)].map(([, name, quoted, bare]) => [
      (name ?? '').toLowerCase(),
      quoted ?? bare ?? '',
    ]),
  );
  // One pair stands in many a plain sentence; two make a format.
  return byName.size < 2 ? null : (name) => byName.get(name) ?? null;
}
