import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';

export type WindowFile = { readonly type: string; readonly body: Buffer };

/** Every file of the built window by its URL path (`/index.html`), read once. What is not in it does not exist for a page. */
export type WindowFiles = ReadonlyMap<string, WindowFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** Reads the folder that the window was built into. Files of other types are left out. Problem: file-unreadable. */
export async function readWindowFiles(dir: string): Promise<Result<WindowFiles, Problem>> {
  const files = new Map<string, WindowFile>();
  try {
    for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
      const type = types[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(`/${relative(dir, path).split(sep).join('/')}`, { type, body: await readFile(path) });
    }
  } catch (error) {
    return fail({
      kind: 'file-unreadable',
      file: dir,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
  return files.has('/index.html')
    ? ok(files)
    : fail({ kind: 'file-unreadable', file: join(dir, 'index.html'), detail: notBuilt });
}

const notBuilt = 'The window is not built. Run `npm run build`.';

/**
 * The file for a raw URL path; null where there is none. The map alone decides; what no name in it can hold (NUL, a
 * backslash, a colon, `..`, a broken escape) is refused before the look-up, so that a later change of the map cannot open it.
 */
export function findWindowFile(files: WindowFiles, rawPath: string): WindowFile | null {
  const path = decoded(rawPath);
  if (path === null || !path.startsWith('/') || /[\0\\:]/.test(path) || path.split('/').includes('..'))
    return null;
  return files.get(path === '/' ? '/index.html' : path) ?? null;
}

function decoded(rawPath: string): string | null {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    return null;
  }
}
