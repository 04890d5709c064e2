import { anything, either, flag, list, nothing, number, type Rule, text, whole } from './schema-rule.ts';

/** Any keys; those named here as ruled. */
const open = (fields: Readonly<Record<string, Rule>>, ...required: readonly string[]): Rule => ({
  map: { fields, required, named: null, hasExtensions: true, isOpen: true },
});

/** A mapping of names that the author chose. */
const each = (rule: Rule): Rule => ({
  map: { fields: {}, required: [], named: { pattern: /^/, rule }, hasExtensions: false, isOpen: true },
});

const scalar = either(nothing, text, flag, number);
const mapping = open({});

/** Anything, but in a list only such items. */
const listOf = (item: Rule): Rule => either(scalar, mapping, list(item));
/** Anything, unless it is a mapping, which is ruled. */
const mappingOf = (rule: Rule): Rule => either(scalar, list(anything), rule);

/** Texts that are told apart by what stands before their `=`. */
const distinguished = listOf(text);
const withTarget = either(text, open({ target: text }, 'target'));
const reference = either(text, open({ target: text }));

const build = open({
  additional_contexts: either(nothing, text, mapping, list(text)),
  args: distinguished,
  labels: distinguished,
  secrets: listOf(either(text, mapping)),
  ssh: either(nothing, text, mapping, list(anything)),
  tags: distinguished,
});

const attachedNetwork = open({ aliases: distinguished, link_local_ips: distinguished });

const service = open({
  annotations: distinguished,
  build: either(nothing, text, build),
  cap_add: distinguished,
  cap_drop: distinguished,
  configs: listOf(reference),
  depends_on: either(nothing, mapping, list(text)),
  deploy: mappingOf(open({ labels: distinguished })),
  devices: listOf(withTarget),
  dns: distinguished,
  dns_opt: distinguished,
  dns_search: distinguished,
  env_file: either(nothing, text, mapping, list(either(text, open({ path: text }, 'path')))),
  environment: distinguished,
  expose: listOf(either(text, whole)),
  gpus: either(nothing, text, list(anything)),
  labels: distinguished,
  links: distinguished,
  networks: either(scalar, list(text), each(mappingOf(attachedNetwork))),
  ports: either(nothing, list(either(text, number, open({ target: anything }, 'target')))),
  profiles: distinguished,
  secrets: listOf(reference),
  sysctls: distinguished,
  tmpfs: distinguished,
  volumes: listOf(withTarget),
});

/**
 * What compose 2.40 refuses in a file that only lends a service and that it holds against no schema: forms that it cannot
 * write out, and items that it cannot tell apart. The service that is lent is held against the schema later on.
 */
export const lentFile: Rule = open({ services: mappingOf(each(mappingOf(service))) });
