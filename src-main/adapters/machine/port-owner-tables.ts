/**
 * The process in `netstat -ano -p TCP` (Windows) that listens on a port. The word for "listening" is in the user's language;
 * a listener is known by its remote port 0.
 */
export function parseNetstat(text: string, port: number): number | null {
  for (const line of text.split('\n')) {
    const [protocol, local = '', remote = '', ...rest] = line.trim().split(/\s+/u);
    const pid = Number(rest.at(-1));
    if (protocol === 'TCP' && local.endsWith(`:${port}`) && remote.endsWith(':0') && pid > 0) return pid;
  }
  return null;
}

/**
 * The range around a port in `netsh interface ipv4 show excludedportrange protocol=tcp` (Windows): no program may bind what is
 * in one, and none is there to be found. Titles are in the user's language; a row is two numbers, with a star where an
 * administrator reserved it. null: the port is in none.
 */
export function parseExcludedRanges(text: string, port: number): { from: number; to: number } | null {
  for (const line of text.split('\n')) {
    const row = /^\s*(\d{1,5})\s+(\d{1,5})\s*\*?\s*$/u.exec(line);
    const [from, to] = [Number(row?.[1] ?? Number.NaN), Number(row?.[2] ?? Number.NaN)];
    if (port >= from && port <= to) return { from, to };
  }
  return null;
}

/** The program's name in `tasklist /FO CSV /NH`: the first field of the first line, when that is a table at all. */
export const parseTasklist = (text: string): string | null => /^\s*"([^"]+)","\d+"/u.exec(text)?.[1] ?? null;

/** The first process in `lsof -Fpc`: a line `p<id>`, then `c<name>`. */
export function parseLsof(text: string): string | null {
  const pid = /^p(\d+)$/mu.exec(text)?.[1];
  const name = /^c(.+)$/mu.exec(text)?.[1];
  if (pid === undefined) return null;
  return name === undefined ? `process ${pid}` : `${name}, process ${pid}`;
}
