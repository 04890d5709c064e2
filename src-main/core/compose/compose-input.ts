import { mapStrings } from '../secrets/sealed.ts';
import { extensionsKey } from './extensions.ts';
import type { Model, ServiceModel } from './model.ts';
import { printable } from './print.ts';
import { writeJson } from './write-json.ts';

/**
 * The model as plain data that docker compose, given it as its only file, loads as the same project with the same config
 * hashes: what `config` prints, mended where compose does not take back its own words. Dollar signs are not doubled:
 * values are still to be put in place of sealed references; hand it through `doubled` after that.
 */
export function composeInput(model: Model): Readonly<Record<string, unknown>> {
  const names = Object.keys(model.services);
  const services = Object.fromEntries(
    names.map((name) => [name, withExtensionsBack(mended(model.services[name], names))]),
  );
  return { ...printable({ ...model, services: services as Model['services'] }), services };
}

/** Every dollar sign in a value doubled, so that compose replaces nothing. Keys are left: compose does not look into them. */
export function doubled<T>(value: T): T {
  if (Array.isArray(value)) return value.map(doubled) as T;
  if (typeof value !== 'object' || value === null)
    return mapStrings(value, (text) => text.replaceAll('$', '$$$$'));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, doubled(item)])) as T;
}

/** Extensions where they were written; a label or a variable of that name stays. */
function withExtensionsBack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withExtensionsBack);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] =>
    key === extensionsKey && typeof item === 'object' && item !== null && !Array.isArray(item)
      ? writtenExtensions(item)
      : [[key, withExtensionsBack(item)]],
  );
  return Object.fromEntries(entries);
}

// Of extensions in a mapping of names only that there are some is known, and hashed.
const writtenExtensions = (extensions: object): [string, unknown][] =>
  Object.keys(extensions).length === 0 ? [['x-extensions', null]] : Object.entries(extensions);

const sizes = ['mem_limit', 'mem_reservation', 'mem_swappiness', 'memswap_limit', 'shm_size'] as const;

function mended(
  service: ServiceModel | undefined,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  const {
    ulimits,
    blkio_config: blkio,
    depends_on: dependencies,
    ...rest
  } = service ?? { command: null, entrypoint: null };
  // As a text, -1 is refused.
  const unlimited = sizes.filter((key) => rest[key] === '-1').map((key) => [key, -1]);
  return {
    ...rest,
    ...Object.fromEntries(unlimited),
    ...(ulimits && {
      ulimits: Object.fromEntries(Object.entries(ulimits).map(([name, limit]) => [name, wholeLimit(limit)])),
    }),
    ...(blkio && { blkio_config: lowercased(blkio) }),
    ...(dependencies && {
      depends_on: Object.fromEntries(Object.entries(dependencies).filter(([name]) => names.includes(name))),
    }),
  };
}

/** Zero parts are left out of what compose writes, and missed when it reads. */
const wholeLimit = (limit: number | { readonly soft?: number; readonly hard?: number }): unknown => {
  if (typeof limit === 'number') return limit;
  return Object.keys(limit).length === 0 ? 0 : { soft: limit.soft ?? 0, hard: limit.hard ?? 0 };
};

function lowercased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowercased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toLowerCase(), lowercased(item)]),
  );
}

/** The JSON text of what is handed to docker compose. Its reader is a YAML one, which refuses control characters that JSON allows. */
export const composeText = (input: unknown): string =>
  writeJson(input).replace(/[\u007f-\u009f\ufeff\ufffe\uffff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
