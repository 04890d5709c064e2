import { run } from './command.ts';

/** What the docker CLI says of the engine that it would use. */
export type Finding =
  | { readonly kind: 'answers'; readonly version: string }
  | { readonly kind: 'no-client' }
  | { readonly kind: 'windows-containers' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'absent'; readonly detail: string };

/** Asks the engine of the current context for its version. Takes at most 10 s. */
export async function askEngine(): Promise<Finding> {
  const outcome = await run('docker', ['version', '--format', '{{.Server.Version}} {{.Server.Os}}'], {
    timeoutMs: 10_000,
  });
  const [version = '', system = ''] = outcome.stdout.trim().split(' ');
  if (outcome.code === 0 && system === 'windows') return { kind: 'windows-containers' };
  if (outcome.code === 0 && version !== '') return { kind: 'answers', version };
  if (outcome.code === 127) return { kind: 'no-client' };
  if (outcome.code === null) return { kind: 'silent' };
  const detail = outcome.stderr.trim().split('\n').at(-1) ?? '';
  return /permission denied|access is denied/i.test(detail)
    ? { kind: 'refused', detail }
    : { kind: 'absent', detail };
}

/** The registry mirrors that the engine was started with. */
export async function engineMirrors(): Promise<readonly string[]> {
  const { stdout } = await run('docker', ['info', '--format', '{{json .RegistryConfig.Mirrors}}'], {
    timeoutMs: 10_000,
  });
  const mirrors: unknown = stdout.trim() === '' ? null : JSON.parse(stdout);
  return Array.isArray(mirrors) ? mirrors.map(String) : [];
}
