import { stringify } from 'yaml';
import { mapStrings, printSealed } from '../secrets/sealed.ts';
import { arrange } from './arrange.ts';
import { byCodePoint } from './encode.ts';
import type { Model, ServiceModel } from './model.ts';
import { fileObjectShape, modelShape, networkShape, volumeShape } from './project-shape.ts';
import { serviceShape } from './service-shape.ts';
import type { Shape } from './shape.ts';

/**
 * The model as `docker compose config` writes it, dollar signs doubled so that it reads back as it is. A secret's reference
 * is printed as `${NAME}`; there is no way to print its value.
 */
export function printModel(model: Model, format: 'yaml' | 'json'): string {
  const whole = mapStrings(printable(model), (text) => printSealed(text.replaceAll('$', '$$$$')));
  return format === 'json' ? printJson(whole) : stringify(whole, { lineWidth: 0, compat: 'yaml-1.1' });
}

/** A printed model as plain data: what `config --format json` holds, before its dollar signs are doubled. */
export function printable(model: Model): Readonly<Record<string, unknown>> {
  const services = Object.entries(model.services).map(
    ([name, service]) => [name, withoutFiles(service)] as const,
  );
  const parts: Readonly<Record<string, unknown>> = {
    name: model.name,
    services: all(Object.fromEntries(services), serviceShape),
    networks: all(model.networks, networkShape),
    volumes: all(model.volumes, volumeShape),
    secrets: all(model.secrets, fileObjectShape),
    configs: all(model.configs, fileObjectShape),
    models: all(model.models ?? {}, modelShape),
    ...(sortedDeep(model.extensions ?? {}) as Readonly<Record<string, unknown>>),
  };
  const isShown = ([key, value]: [string, unknown]): boolean =>
    key === 'services' || typeof value !== 'object' || value === null || Object.keys(value).length > 0;
  return Object.fromEntries(Object.entries(parts).filter(isShown));
}

function sortedDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedDeep);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedDeep(item)]));
}

/** Their content is in the labels already. */
function withoutFiles({ label_file: _, ...service }: ServiceModel): Omit<ServiceModel, 'label_file'> {
  return service;
}

function all(parts: Readonly<Record<string, unknown>>, shape: Shape): Record<string, unknown> {
  const names = Object.keys(parts).sort(byCodePoint);
  return Object.fromEntries(names.map((name) => [name, arrange(parts[name], shape)]));
}

function printJson(whole: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(whole).filter((key) => key !== 'models');
  const sorted = Object.fromEntries(keys.sort(byCodePoint).map((key) => [key, whole[key]]));
  return JSON.stringify(sorted, null, 2).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
