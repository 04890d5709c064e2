import type { Files } from '../../ports/files.ts';
import { member } from './context.ts';

/** Variables that containers get of the docker command's configuration, by name. */
export type ProxyVariables = Readonly<Record<string, string>>;

// docker/cli 28, config/configfile: each is set in capitals and in small letters.
const variables = {
  httpProxy: 'HTTP_PROXY',
  httpsProxy: 'HTTPS_PROXY',
  noProxy: 'NO_PROXY',
  ftpProxy: 'FTP_PROXY',
  allProxy: 'ALL_PROXY',
} as const;

/** `proxies` of config.json for an engine, else its `default`. Empty where there is none or the file cannot be read. */
export async function proxyVariables(
  configDir: string,
  endpoint: string,
  files: Files,
): Promise<ProxyVariables> {
  const text = await files.readText(files.resolve(configDir, 'config.json'), 1024 * 1024);
  if (!text.ok || text.value === null) return {};
  const proxies = member(parsed(text.value), 'proxies');
  const own = member(proxies, endpoint) ?? member(proxies, 'default');
  return Object.fromEntries(
    Object.entries(variables).flatMap(([key, name]) => {
      const value = member(own, key);
      if (typeof value !== 'string' || value === '') return [];
      return [
        [name, value],
        [name.toLowerCase(), value],
      ];
    }),
  );
}

/** A container's variables with those of proxies before them, unless it has one of the same name. */
export function withProxies(own: readonly string[], proxies: ProxyVariables): readonly string[] {
  const names = new Set(own.map((entry) => entry.split('=')[0]));
  const others = Object.entries(proxies).filter(([name]) => !names.has(name));
  return [...others.map(([name, value]) => `${name}=${value}`), ...own];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
