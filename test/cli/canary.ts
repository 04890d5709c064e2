import { randomBytes } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../lab/eventually.ts';

/** A value that exists nowhere else, with characters that each encoding writes in its own way (`>>>???`: the two of base64). */
export const newCanary = (): string => `>>>???c4nary+/=&"<${randomBytes(12).toString('hex')}`;

/** The value as it stands in texts, JSON, URLs, HTTP headers and dumps: name of the form → text. */
export function formsOf(canary: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(canary);
  return {
    plain: canary,
    json: JSON.stringify(canary).slice(1, -1),
    url: encodeURIComponent(canary),
    base64: bytes.toString('base64').replace(/=+$/, ''),
    base64url: bytes.toString('base64url'),
    hex: bytes.toString('hex'),
  };
}

/** Names of the forms that occur in a text. */
export const formsIn = (text: string, canary: string): readonly string[] =>
  Object.entries(formsOf(canary)).flatMap(([name, form]) => (text.includes(form) ? [name] : []));

/** `path: form` for each file under a folder that holds the value in some form. */
export function filesWith(folder: string, canary: string): readonly string[] {
  return filesUnder(folder).flatMap((path) =>
    formsIn(readFileSync(path, 'latin1'), canary).map((form) => `${path}: ${form}`),
  );
}

const filesUnder = (folder: string): readonly string[] =>
  (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
    .filter((entry: Dirent) => entry.isFile())
    .map((entry: Dirent) => join(entry.parentPath, entry.name));

/** What was seen of a process and those it started: how many, and `place: form` for each place that held the value. */
export type Watched = { readonly processes: ReadonlySet<number>; readonly found: ReadonlySet<string> };

/** Looks at arguments and environments of a process and of all that descend from it, until it has ended. Linux only. */
export async function watchProcesses(
  root: number,
  canary: string,
  ended: Promise<unknown>,
): Promise<Watched> {
  const seen = { processes: new Set<number>(), found: new Set<string>() };
  let over = false;
  void ended.finally(() => {
    over = true;
  });
  await eventually(
    () => {
      for (const pid of familyOf(root)) look(pid, canary, seen);
      return over;
    },
    120_000,
    30,
  );
  return seen;
}

function look(pid: number, canary: string, seen: { processes: Set<number>; found: Set<string> }): void {
  for (const place of ['cmdline', 'environ']) {
    const text = readOrEmpty(`/proc/${pid}/${place}`);
    if (text !== '') seen.processes.add(pid);
    for (const form of formsIn(text, canary)) seen.found.add(`${place}: ${form}`);
  }
}

function familyOf(root: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(pids.map((pid) => [Number(pid), parentOf(pid)]));
  const family = [root];
  for (const pid of family) {
    for (const [child, parent] of parents) if (parent === pid) family.push(child);
  }
  return family;
}

/** The fourth field of /proc/PID/stat, after the name in parentheses, which may hold spaces. */
const parentOf = (pid: string): number =>
  Number(readOrEmpty(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);

/** A process may end while it is looked at. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
