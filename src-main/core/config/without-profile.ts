import type { Environment } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { holdsSeal } from '../secrets/sealed.ts';
import type { Sources } from './config.ts';
import type { Resolution } from './resolve.ts';

/** The values that docker compose would interpolate with: the process environment over `.env`. Nothing is a declared key. */
export function composeConfig(environment: Environment, sources: Sources): Resolution {
  const entries = [...Object.entries(sources.dotEnv), ...Object.entries(sources.variables)];
  const reserved = entries.filter(([, text]) => holdsSeal(text));
  return {
    config: {
      environment,
      hasProfile: false,
      keys: {},
      values: Object.fromEntries(entries.filter(([, text]) => !holdsSeal(text))),
    },
    problems: reserved.map(
      ([key]): Problem => ({
        kind: 'key-invalid',
        key,
        environment,
        expected: 'no reserved character',
        found: 'one',
      }),
    ),
    warnings: secretWarnings(sources.dotEnv),
    views: [],
    unanswered: [],
  };
}

function secretWarnings(dotEnv: Readonly<Record<string, string>>): string[] {
  const names = Object.entries(dotEnv)
    .filter(([name, text]) => looksSecret(name, text))
    .map(([name]) => name);
  if (names.length === 0) return [];
  return [
    `.env holds what looks like a secret: ${names.join(', ')}. With a berth.yaml it would live in the keychain.`,
  ];
}

const secretName = /PASS(?:WORD|WD|PHRASE)|SECRET|TOKEN|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIAL/iu;

/** Whether a variable looks like it grants access: by its name, a key block, or a URL with a password in it. */
export function looksSecret(name: string, text: string): boolean {
  if (text.trim() === '') return false;
  if (secretName.test(name) && !/_FILE$/iu.test(name)) return true;
  return text.includes('-----BEGIN ') || /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/iu.test(text);
}
