import { findWindowFile, type WindowFiles } from '../window/files.ts';
import { windowHeaders } from '../window/policy.ts';
import { windowHost, windowScheme } from './table.ts';

/** Answers `app://ui/...` from the built files: GET only, nothing but what was built, always with the headers of the window. */
export function serveWindow(files: WindowFiles): (request: Request) => Response {
  return (request) => {
    if (request.method !== 'GET') return refusal(405);
    // The raw path: URL parsing would resolve the `..` that has to be refused.
    const path = rawPathOf(request.url);
    const file = path === null ? null : findWindowFile(files, path);
    if (file === null) return refusal(404);
    return new Response(new Uint8Array(file.body), {
      headers: { ...windowHeaders, 'Content-Type': file.type },
    });
  };
}

const refusal = (status: number): Response => new Response(null, { status, headers: { ...windowHeaders } });

/** null for another host. */
function rawPathOf(url: string): string | null {
  const prefix = `${windowScheme}://${windowHost}/`;
  if (!url.startsWith(prefix)) return null;
  return url.slice(prefix.length - 1).split(/[?#]/)[0] ?? null;
}
