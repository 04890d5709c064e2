import { mapStrings, printSealed } from '../secrets/sealed.ts';
import { arrange, type Format, keyOrder, sortedDeep } from './arrange.ts';
import { byCodePoint } from './key-order.ts';
import type { Model, ServiceModel } from './model.ts';
import { fileObjectShape, modelShape, networkShape, volumeShape } from './project-shape.ts';
import { serviceShape } from './service-shape.ts';
import type { Shape } from './shape.ts';
import { writeJson } from './write-json.ts';
import { printYaml } from './yaml-print.ts';

/**
 * The model as `docker compose config` writes it, dollar signs doubled so that it reads back as it is. A secret's reference
 * is printed as `${NAME}`; there is no way to print its value.
 */
export function printModel(model: Model, format: Format): string {
  const plain = printable(format === 'yaml' ? withSpelledSsh(model) : model, format);
  const whole = mapStrings(plain, (text) => printSealed(text.replaceAll('$', '$$$$')));
  return format === 'json' ? printJson(whole) : printYaml(whole);
}

/** A printed model as plain data: what `config` holds, before its dollar signs are doubled. */
export function printable(model: Model, format: Format = 'json'): Readonly<Record<string, unknown>> {
  const services = Object.entries(model.services).map(
    ([name, service]) => [name, withoutFiles(service)] as const,
  );
  const parts: Readonly<Record<string, unknown>> = {
    name: model.name,
    services: all(Object.fromEntries(services), serviceShape, format),
    networks: all(model.networks, networkShape, format),
    volumes: all(model.volumes, volumeShape, format),
    secrets: all(model.secrets, fileObjectShape, format),
    configs: all(model.configs, fileObjectShape, format),
    models: all(model.models ?? {}, modelShape, format),
    ...(sortedDeep(model.extensions ?? {}, format) as Readonly<Record<string, unknown>>),
  };
  const isShown = ([key, value]: [string, unknown]): boolean =>
    key === 'services' ||
    key.startsWith('x-') ||
    typeof value !== 'object' ||
    value === null ||
    Object.keys(value).length > 0;
  return Object.fromEntries(Object.entries(parts).filter(isShown));
}

/** Why docker compose has no JSON for a model, for a person; null: it has. */
export function whyNoJson(model: Model): string | null {
  if (holdsNoNumber(printable(model)))
    return 'JSON has no number for .inf or .nan, which an extension (x-...) of this project holds';
  const service = Object.keys(model.services).find((name) =>
    sshOf(model.services[name]).some((key) => key.includes('=')),
  );
  return service === undefined
    ? null
    : `services.${service}.build.ssh: docker compose has no JSON for a key with a path`;
}

/** Why docker compose has no config hash for a service, for a person; null: it has. Extensions enter no hash. */
export const whyNoHash = (name: string, service: ServiceModel): string | null =>
  holdsNoNumber(service, (key) => !key.startsWith('x-'))
    ? `services.${name} holds .inf or .nan, of which there is no hash`
    : null;

/** Whether plain data holds infinity or no number at all, which JSON cannot say. */
function holdsNoNumber(value: unknown, counts: (key: string) => boolean = () => true): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, part]) => counts(key) && holdsNoNumber(part, counts));
}

const sshOf = (service: ServiceModel | undefined): readonly string[] =>
  (service?.build?.['ssh'] ?? []) as readonly string[];

/** In YAML compose writes a key of `build.ssh` with its path as `id: path`, in one text. */
function withSpelledSsh(model: Model): Model {
  const services = Object.entries(model.services).map(([name, service]): [string, ServiceModel] => {
    const keys = sshOf(service);
    if (keys.length === 0) return [name, service];
    return [
      name,
      { ...service, build: { ...service.build, ssh: keys.map((key) => key.replace('=', ': ')) } },
    ];
  });
  return { ...model, services: Object.fromEntries(services) };
}

/** Their content is in the labels already. */
function withoutFiles({ label_file: _, ...service }: ServiceModel): Omit<ServiceModel, 'label_file'> {
  return service;
}

function all(
  parts: Readonly<Record<string, unknown>>,
  shape: Shape,
  format: Format,
): Record<string, unknown> {
  const names = Object.keys(parts).sort(keyOrder(format));
  return Object.fromEntries(names.map((name) => [name, arrange(parts[name], shape, format)]));
}

function printJson(whole: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(whole).filter((key) => key !== 'models');
  const sorted = Object.fromEntries(keys.sort(byCodePoint).map((key) => [key, whole[key]]));
  return writeJson(sorted, 2);
}
