import type { Environment, KeyName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { holdsSeal, sealedNames } from '../secrets/sealed.ts';
import { fileOrigins, own } from './candidates.ts';
import type { Sources } from './config.ts';
import { expectedInstead } from './fits.ts';
import { type Policy, policies } from './policy.ts';
import type { Resolving } from './resolve.ts';
import { templateNames } from './template.ts';

export type KeyFaults = { readonly problems: readonly Problem[]; readonly unanswered: boolean };

/** Everything wrong with one resolved key. Never holds a secret's value. */
export function faultsOfKey(
  name: KeyName,
  resolving: Resolving,
  all: ReadonlyMap<KeyName, Resolving>,
  environment: Environment,
  sources: Sources,
): KeyFaults {
  const missing = isMissing(resolving, environment) && !blamesItsParts(resolving, all, environment);
  const unanswered =
    missing && resolving.rule.secret && sources.keychain === null && policies[environment].usesKeychain;
  return {
    problems: [
      ...inFiles(name, resolving, sources),
      ...(missing && !unanswered ? [missingProblem(name, resolving, environment)] : []),
      ...invalidValue(name, resolving, environment, sources),
    ],
    unanswered,
  };
}

function isMissing({ key, restsOnDefault }: Resolving, environment: Environment): boolean {
  if (!key.required) return false;
  if (key.text === null) return true;
  // An empty value is as good as none where somebody must have thought about it.
  return (restsOnDefault || key.text === '') && !policies[environment].defaultsSatisfy;
}

/** A composed key without a value is not reported when one of its parts is: setting that part mends both. */
function blamesItsParts(
  { rule, candidates }: Resolving,
  all: ReadonlyMap<KeyName, Resolving>,
  environment: Environment,
): boolean {
  if (rule.from === null || candidates.inForce[0]?.origin !== 'composed') return false;
  return templateNames(rule.from).some((part) => {
    const resolving = all.get(part);
    if (resolving === undefined) return false;
    return isMissing(resolving, environment) || blamesItsParts(resolving, all, environment);
  });
}

const missingProblem = (name: KeyName, { rule }: Resolving, environment: Environment): Problem =>
  rule.secret
    ? {
        kind: 'secret-missing',
        key: name,
        environment,
        describe: rule.describe,
        canGenerate: rule.generate !== null,
      }
    : { kind: 'key-missing', key: name, environment, describe: rule.describe };

const inFiles = (name: KeyName, { rule }: Resolving, sources: Sources): Problem[] =>
  rule.secret ? fileOrigins(name, sources).map((file) => ({ kind: 'secret-in-file', key: name, file })) : [];

function invalidValue(
  name: KeyName,
  { rule, key }: Resolving,
  environment: Environment,
  sources: Sources,
): Problem[] {
  const given =
    rule.secret && key.origin === 'environment variable' ? own(sources.variables, name) : key.text;
  // What is in the keychain is not known here.
  if (given === null || key.origin === 'keychain') return [];
  const found = rule.secret ? 'another text (not shown)' : JSON.stringify(given.slice(0, 100));
  const invalid = (expected: string, shown: string): Problem => ({
    kind: 'key-invalid',
    key: name,
    environment,
    expected,
    found: shown,
  });
  if (key.origin !== 'composed' && holdsSeal(given)) {
    const secrets = sealedNames(given).join(', ');
    return secrets === ''
      ? [invalid('no reserved character', 'one')]
      : [
          invalid(
            'no secret in it (what holds one is a secret of its own, with `from:`)',
            `the secret ${secrets}`,
          ),
        ];
  }
  if (given === '' && rule.type === 'text' && rule.oneOf === null) return [];
  const expected = expectedInstead(rule, given);
  return expected === null ? [] : [invalid(expected, found)];
}

/** Values in `.env` files that this environment does not read although someone put them there. */
export function unusedFileWarnings(all: ReadonlyMap<KeyName, Resolving>, policy: Policy): string[] {
  const idle = [...all.values()].filter(({ rule }) => !rule.secret);
  const inFile = (file: '.env' | '.env.local'): string[] =>
    idle.filter(({ candidates }) => candidates.ignored.includes(file)).map(({ key }) => key.name);
  const dotEnv = inFile('.env');
  const local = policy.readsEnvLocal ? [] : inFile('.env.local');
  return [
    ...(dotEnv.length > 0
      ? [`.env sets ${dotEnv.join(', ')}; with a profile it is not read. Move it to .env.local.`]
      : []),
    ...(local.length > 0 ? [`.env.local sets ${local.join(', ')}; it is read in local only.`] : []),
  ];
}
