/** How paths of the host are written: with `/`, or as on Windows with drives, `\` and `\\server\share`. */
export type Platform = 'posix' | 'win32';

const isWindowsAbsolute = (path: string): boolean =>
  /^[A-Za-z]:[\\/]/.test(path) || /^[\\/]{2}[^\\/]/.test(path);

/** True for a path that is absolute where Berth runs. On Windows `/x` is not: it lacks a drive. */
export function isAbsolute(path: string, platform: Platform): boolean {
  return platform === 'win32' ? isWindowsAbsolute(path) : path.startsWith('/');
}

/** True for a path that is absolute on some platform: the engine may run on another one than Berth. */
export const isAbsoluteSomewhere = (path: string): boolean => path.startsWith('/') || isWindowsAbsolute(path);

/** The target of a mount without `.`, `..`, doubled and trailing slashes, as Go's path.Clean leaves it. */
export function cleanTarget(target: string): string {
  return target === '' ? '' : cleanSlashes(target);
}

function cleanSlashes(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isRooted) parts.push(part);
  }
  const joined = parts.join('/');
  return isRooted ? `/${joined}` : joined === '' ? '.' : joined;
}

/** `path` resolved against `folder` and cleaned, in the form of the platform. */
export function joinPath(folder: string, path: string, platform: Platform): string {
  if (platform === 'win32') return joinWindows(folder, path);
  return cleanSlashes(isAbsolute(path, platform) ? path : `${folder}/${path}`);
}

function joinWindows(folder: string, path: string): string {
  const whole = isWindowsAbsolute(path)
    ? path
    : /^[\\/]/.test(path)
      ? `${rootOf(folder)}${path}`
      : `${folder}\\${path}`;
  const root = rootOf(whole);
  const rest = cleanSlashes(`/${whole.slice(root.length).replaceAll('\\', '/')}`).slice(1);
  return `${root.replaceAll('/', '\\')}\\${rest.replaceAll('/', '\\')}`;
}

/** `C:` or `\\server\share` at the start of a Windows path. */
function rootOf(path: string): string {
  return /^(?:[A-Za-z]:|[\\/]{2}[^\\/]+[\\/]+[^\\/]+)/.exec(path)?.[0] ?? '';
}

/** The way from one absolute folder to another: `.`, `below`, `../beside`; on another drive it is `to` itself. */
export function relativePath(from: string, to: string, platform: Platform): string {
  const separator = platform === 'win32' ? '\\' : '/';
  const [start, end] = [from, to].map((path) =>
    joinPath(path, '.', platform).split(separator).filter(Boolean),
  );
  if (start === undefined || end === undefined) return to;
  const same = start.findIndex((part, index) => part !== end[index]);
  const shared = same < 0 ? start.length : same;
  if (platform === 'win32' && shared === 0) return to;
  const way = [...start.slice(shared).map(() => '..'), ...end.slice(shared)];
  return way.length === 0 ? '.' : way.join(separator);
}

/** The folder that holds `path`. */
export function folderOf(path: string, platform: Platform): string {
  const cut =
    platform === 'win32' ? Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) : path.lastIndexOf('/');
  if (cut < 0) return '.';
  const folder = path.slice(0, cut);
  return folder === '' || /^[A-Za-z]:$/.test(folder) ? path.slice(0, cut + 1) : folder;
}

/** The last part of a path. */
export function lastPart(path: string, platform: Platform): string {
  return path.split(platform === 'win32' ? /[\\/]/ : '/').findLast((part) => part !== '') ?? '';
}

/** `~` and `~/…` with the home folder in its place. */
export function expandHome(path: string, homeDir: string, platform: Platform): string {
  if (!path.startsWith('~')) return path;
  const rest = path.slice(1).replace(platform === 'win32' ? /^[\\/]/ : /^\//, '');
  return rest === '' ? homeDir : joinPath(homeDir, rest, platform);
}
