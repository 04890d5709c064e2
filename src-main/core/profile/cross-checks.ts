import { expectedInstead } from '../config/fits.ts';
import { malformedReferences, templateNames } from '../config/template.ts';
import { nearestName } from '../nearest-name.ts';
import type { Fault } from './fault.ts';
import type { Path } from './place.ts';
import type { WrittenKey, WrittenProfile } from './schema.ts';

type Keys = Readonly<Record<string, WrittenKey>>;

const value = (path: Path, message: string, hint: string | null = null): Fault => ({
  path,
  of: 'value',
  message,
  hint,
});

/** The faults that show only when places of the file are seen together. */
export function crossFaults(written: WrittenProfile): Fault[] {
  const keys: Keys = written.keys ?? {};
  return [
    ...Object.entries(keys).flatMap(([name, key]) => [
      ...keyFaults(name, key),
      ...fromFaults(name, key, keys),
    ]),
    ...cycleFaults(keys),
    ...serviceFaults(written, keys),
    ...requireFaults(written, keys),
    ...seedFaults(written),
  ];
}

function seedFaults({ environments }: WrittenProfile): Fault[] {
  return environments?.production?.seed === true
    ? [value(['environments', 'production', 'seed'], 'seed data is never loaded in production', 'Remove it.')]
    : [];
}

function keyFaults(name: string, key: WrittenKey): Fault[] {
  const at = (part: string): Path => ['keys', name, part];
  const secret = key.secret === true;
  return [
    ...(secret && key.default !== undefined
      ? [value(at('default'), `${name} is a secret, so it has no default`)]
      : []),
    ...(secret && key.one_of !== undefined
      ? [value(at('one_of'), `${name} is a secret, so its values are not listed`)]
      : []),
    ...(secret && reachesBrowser(name)
      ? [
          value(
            at('secret'),
            `${name} reaches the browser by its name, so it cannot be a secret`,
            'Rename it.',
          ),
        ]
      : []),
    ...(!secret && key.generate !== undefined
      ? [value(at('generate'), `${name} is not a secret, so it is not generated`)]
      : []),
    ...(!secret && key.delivery !== undefined
      ? [value(at('delivery'), `${name} is not a secret, so it has no delivery`)]
      : []),
    ...(key.from !== undefined && key.default !== undefined
      ? [value(at('default'), `${name} has both from and default`)]
      : []),
    ...(key.from !== undefined && key.generate !== undefined
      ? [value(at('generate'), `${name} has both from and generate`)]
      : []),
    ...defaultFaults(name, key),
  ];
}

const reachesBrowser = (name: string): boolean => /^(?:WEB__PUBLIC_|VITE_)/u.test(name);

function defaultFaults(name: string, key: WrittenKey): Fault[] {
  if (key.default === undefined || key.secret === true) return [];
  const oneOf = key.one_of?.map(String) ?? null;
  const expected = expectedInstead({ type: key.type ?? 'text', oneOf }, String(key.default));
  if (expected === null) return [];
  return [
    value(
      ['keys', name, 'default'],
      `keys.${name}.default: expected ${expected}, found ${JSON.stringify(key.default)}`,
    ),
  ];
}

function fromFaults(name: string, key: WrittenKey, keys: Keys): Fault[] {
  if (key.from === undefined) return [];
  const path = ['keys', name, 'from'];
  const parts = templateNames(key.from);
  const secretParts = parts.filter((part) => declared(keys, part)?.secret === true);
  return [
    ...referenceFaults(path, key.from, keys),
    ...(parts.length === 0
      ? [value(path, `${name} is composed of no other key`, 'Use default for a fixed value.')]
      : []),
    ...(key.secret !== true && secretParts.length > 0
      ? [
          value(
            path,
            `${name} holds the secret ${secretParts.join(', ')}, so it is a secret too`,
            'Add secret: true.',
          ),
        ]
      : []),
  ];
}

function referenceFaults(path: Path, template: string, keys: Keys): Fault[] {
  const malformed = malformedReferences(template);
  const unknown = templateNames(template).filter((part) => declared(keys, part) === null);
  return [
    ...malformed.map((text) =>
      value(path, `${text} is not a reference to a key`, 'Write ${NAME}; a dollar sign is $$.'),
    ),
    ...(malformed.length > 0 ? [] : unknown.map((part) => undeclared(path, part, keys))),
  ];
}

function cycleFaults(keys: Keys): Fault[] {
  const inCycle = Object.keys(keys).filter((name) => reaches(name, name, keys));
  return inCycle.map((name) => value(['keys', name, 'from'], `${name} is composed of itself`));
}

function reaches(start: string, goal: string, keys: Keys): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const part of templateNames(declared(keys, name)?.from ?? '')) {
      if (part === goal) return true;
      if (!seen.has(part)) open.push(part);
      seen.add(part);
    }
  }
  return false;
}

function serviceFaults(written: WrittenProfile, keys: Keys): Fault[] {
  return Object.entries(written.services ?? {}).flatMap(([service, { url }]) => {
    if (url === undefined) return [];
    const path = ['services', service, 'url'];
    const secrets = templateNames(url).filter((name) => declared(keys, name)?.secret === true);
    return [
      ...referenceFaults(path, url, keys),
      ...secrets.map((name) => value(path, `a URL that people open cannot hold the secret ${name}`)),
    ];
  });
}

function requireFaults(written: WrittenProfile, keys: Keys): Fault[] {
  const lists = Object.entries(written.environments ?? {}).map(
    ([name, rule]) => [['environments', name, 'require'], rule?.require ?? []] as const,
  );
  const kids = Object.entries(keys).flatMap(([name, { rotate }]) =>
    rotate?.kid === undefined || declared(keys, rotate.kid) !== null
      ? []
      : [undeclared(['keys', name, 'rotate', 'kid'], rotate.kid, keys)],
  );
  const required = lists.flatMap(([path, names]) =>
    names.flatMap((name, index) =>
      declared(keys, name) === null ? [undeclared([...path, index], name, keys)] : [],
    ),
  );
  return [...kids, ...required];
}

const declared = (keys: Keys, name: string): WrittenKey | null =>
  Object.hasOwn(keys, name) ? (keys[name] ?? null) : null;

function undeclared(path: Path, name: string, keys: Keys): Fault {
  const nearest = nearestName(name, Object.keys(keys));
  const hint = nearest === null ? 'Declare it under keys:.' : `Did you mean ${nearest}?`;
  return value(path, `${name} is not declared under keys`, hint);
}
