import {
  command,
  distinctTexts,
  either,
  flag,
  flagOrText,
  keyValues,
  list,
  named,
  nothing,
  numberOrText,
  oneOf,
  record,
  type Rule,
  text,
  texts,
  textOrTexts,
  wholeOrText,
} from './schema-rule.ts';

/** Host names to addresses. */
export const extraHosts: Rule = either(distinctTexts, named(either(text, texts)));

/** References to top-level secrets or configs. */
export const fileReferences: Rule = list(
  either(text, record({ source: text, target: text, uid: text, gid: text, mode: numberOrText })),
);

/** One number, or a soft and a hard one. A name outside a–z is let through, as the published schema does. */
export const ulimits: Rule = named(
  either(wholeOrText, record({ 'hard!': wholeOrText, 'soft!': wholeOrText })),
  /^[a-z]+$/,
  true,
);

/** `services.*.build`. */
export const build: Rule = either(
  text,
  record({
    additional_contexts: keyValues,
    args: keyValues,
    cache_from: texts,
    cache_to: texts,
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    extra_hosts: extraHosts,
    isolation: text,
    labels: keyValues,
    network: text,
    no_cache: flagOrText,
    platforms: texts,
    privileged: flagOrText,
    provenance: flagOrText,
    pull: flagOrText,
    sbom: flagOrText,
    secrets: fileReferences,
    shm_size: wholeOrText,
    ssh: keyValues,
    tags: texts,
    target: text,
    ulimits,
  }),
);

/** A command that is run inside a container at a moment of its life. */
export const hook: Rule = record({
  'command!': command,
  user: text,
  privileged: flagOrText,
  working_dir: text,
  environment: keyValues,
});

const trigger = record({
  'path!': text,
  'action!': oneOf('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
  target: text,
  ignore: textOrTexts,
  include: textOrTexts,
  exec: hook,
  initial_sync: flag,
});

/** `services.*.develop`. */
export const develop: Rule = either(record({ watch: list(trigger) }), nothing);

const requestFields = {
  count: wholeOrText,
  device_ids: distinctTexts,
  driver: text,
  options: keyValues,
};

/** One item of `services.*.gpus`. Keys that it does not know are let through, as the published schema does. */
export const deviceRequest: Rule = {
  map: {
    fields: { ...requestFields, capabilities: distinctTexts },
    required: [],
    named: null,
    hasExtensions: true,
    isOpen: true,
  },
};

const update = record({
  parallelism: wholeOrText,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: numberOrText,
  order: oneOf('start-first', 'stop-first'),
});

const genericResource = record({ discrete_resource_spec: record({ kind: text, value: numberOrText }) });

/** `services.*.deploy`. */
export const deploy: Rule = either(
  nothing,
  record({
    endpoint_mode: text,
    labels: keyValues,
    mode: text,
    placement: record({
      constraints: texts,
      preferences: list(record({ spread: text })),
      max_replicas_per_node: wholeOrText,
    }),
    replicas: wholeOrText,
    resources: record({
      limits: record({ cpus: numberOrText, memory: text, pids: wholeOrText }),
      reservations: record({
        cpus: numberOrText,
        memory: text,
        generic_resources: list(genericResource),
        devices: list(record({ ...requestFields, 'capabilities!': distinctTexts })),
      }),
    }),
    restart_policy: record({ condition: text, delay: text, max_attempts: wholeOrText, window: text }),
    rollback_config: update,
    update_config: update,
  }),
);
