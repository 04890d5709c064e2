import { service } from './schema-service.ts';
import {
  either,
  flagOrText,
  keyValues,
  list,
  named,
  nothing,
  options,
  record,
  resourceName,
  closedRecord,
  type Rule,
  text,
  texts,
  textOrTexts,
  whole,
} from './schema-rule.ts';

const oldExternal = record({ name: text });
const looseExternal: Rule = {
  map: { fields: { name: text }, required: [], named: null, hasExtensions: true, isOpen: true },
};

const pool = record({ subnet: text, ip_range: text, gateway: text, aux_addresses: named(text) });

const network = record({
  attachable: flagOrText,
  driver: text,
  driver_opts: options,
  enable_ipv4: flagOrText,
  enable_ipv6: flagOrText,
  external: either(flagOrText, oldExternal),
  internal: flagOrText,
  ipam: record({ driver: text, config: list(pool), options: named(text) }),
  labels: keyValues,
  name: text,
});

const volume = record({
  driver: text,
  driver_opts: options,
  external: either(flagOrText, oldExternal),
  labels: keyValues,
  name: text,
});

const secret = record({
  driver: text,
  driver_opts: options,
  environment: text,
  external: either(flagOrText, looseExternal),
  file: text,
  labels: keyValues,
  name: text,
  template_driver: text,
});

const config = record({
  content: text,
  environment: text,
  external: either(flagOrText, looseExternal),
  file: text,
  labels: keyValues,
  name: text,
  template_driver: text,
});

const model = record({ name: text, 'model!': text, context_size: whole, runtime_flags: texts });

const include = either(
  text,
  closedRecord({ path: textOrTexts, env_file: textOrTexts, project_directory: text }),
);

/** A whole Compose file as docker compose 2.40 takes it (published as compose-spec.json; this is a table of our own). */
export const composeFile: Rule = record({
  configs: named(config, resourceName),
  include: list(include),
  models: named(model, resourceName, true),
  name: text,
  networks: named(either(network, nothing), resourceName, true),
  secrets: named(secret, resourceName),
  services: named(service, resourceName),
  version: text,
  volumes: named(either(volume, nothing), resourceName),
});
