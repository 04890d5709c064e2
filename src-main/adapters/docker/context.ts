import { createHash } from 'node:crypto';
import type { Problem } from '../../contract/problem.ts';
import type { Result } from '../../contract/result.ts';
import { fail, ok } from '../../contract/result.ts';
import type { Files } from '../../ports/files.ts';

const limitBytes = 1024 * 1024;

/** `currentContext` of the docker command's config.json; null where there is none or the file cannot be read. */
export async function currentContext(configDir: string, files: Files): Promise<string | null> {
  const text = await files.readText(files.resolve(configDir, 'config.json'), limitBytes);
  if (!text.ok || text.value === null) return null;
  const name = member(parsed(text.value), 'currentContext');
  return typeof name === 'string' && name !== '' ? name : null;
}

/**
 * What a docker context says of its engine. The docker command keeps it in `contexts/meta/<SHA-256 of the name>/meta.json`,
 * certificates in `contexts/tls/<the same>/docker/`. Problem: engine-absent where there is no such context.
 */
export async function contextHost(
  configDir: string,
  context: string,
  files: Files,
): Promise<
  Result<{ readonly host: string; readonly skipVerify: boolean; readonly tlsDir: string }, Problem>
> {
  const id = createHash('sha256').update(context).digest('hex');
  const file = files.resolve(configDir, 'contexts', 'meta', id, 'meta.json');
  const text = await files.readText(file, limitBytes);
  const docker =
    text.ok && text.value !== null ? member(member(parsed(text.value), 'Endpoints'), 'docker') : null;
  const host = member(docker, 'Host');
  if (typeof host !== 'string' || host === '') {
    const detail = `there is no docker context of this name; \`docker context ls\` lists them`;
    return fail({ kind: 'engine-absent', endpoint: `context ${context}`, detail });
  }
  const tlsDir = files.resolve(configDir, 'contexts', 'tls', id, 'docker');
  return ok({ host, skipVerify: member(docker, 'SkipTLSVerify') === true, tlsDir });
}

/** A member of something that may be no object at all. */
export const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null
    ? (Object.entries(value).find(([name]) => name === key)?.[1] ?? null)
    : null;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
