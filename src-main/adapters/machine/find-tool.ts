import { access, constants, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

type Variables = Readonly<Record<string, string>>;

// Where installers put docker although a program started from the desktop may not have it in its PATH.
const usual: Readonly<Partial<Record<NodeJS.Platform, (variables: Variables) => readonly string[]>>> = {
  darwin: () => ['/usr/local/bin', '/opt/homebrew/bin', '/Applications/Docker.app/Contents/Resources/bin'],
  linux: () => ['/usr/local/bin', '/usr/bin', '/snap/bin'],
  win32: (variables) => [
    `${variables['ProgramFiles'] ?? 'C:\\Program Files'}\\Docker\\Docker\\resources\\bin`,
  ],
};

/**
 * The absolute path of a command line tool; null where it is not installed. The working folder is never looked into, also not
 * by a relative or empty entry of PATH: a project must not bring its own `docker`. On Windows only an .exe counts, because a
 * .cmd or .bat would be run by a shell.
 */
export async function findTool(
  name: string,
  platform: NodeJS.Platform,
  variables: Variables,
  workingDir: string,
): Promise<string | null> {
  if (!/^\w[\w.-]*$/u.test(name)) return null;
  const { join, isAbsolute, normalize, delimiter } = platform === 'win32' ? win32 : posix;
  const file = platform === 'win32' ? `${name}.exe` : name;
  const folders = [...pathOf(variables).split(delimiter), ...(usual[platform]?.(variables) ?? [])]
    .map((folder) => folder.replace(/^"(.*)"$/u, '$1'))
    .filter((folder) => isAbsolute(folder))
    .map((folder) => normalize(folder).replace(/(.)[\\/]+$/u, '$1'))
    .filter((folder) => folder !== workingDir);
  for (const folder of new Set(folders)) {
    if (await isProgram(join(folder, file))) return join(folder, file);
  }
  return null;
}

/** The variable is called Path on Windows, and its case does not matter there. */
const pathOf = (variables: Variables): string =>
  Object.entries(variables).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';

async function isProgram(file: string): Promise<boolean> {
  const stats = await stat(file).catch(() => null);
  if (stats === null || !stats.isFile()) return false;
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
