import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FileObjectModel, Model, ServiceModel } from '../compose/model.ts';
import { networkKeys } from './networking.ts';
import type { Step } from './plan.ts';
import type { RequestTexts } from './security-options.ts';
import { contentOf } from './variable-texts.ts';

/** A part of a service, and what keeps a container of it from being made or started. */
type Fault = { readonly part: string; readonly message: string; readonly hint: string };

/**
 * What docker compose 2.40 loads and then refuses when it makes a container (or starts it, where files are copied in): without
 * this a service would come up without its secret. Asked of the containers that a plan makes or starts. Problem: compose-invalid.
 */
export function unmakeable(model: Model, steps: readonly Step[], texts: RequestTexts = {}): Problem[] {
  const made = servicesWith(steps, 'create container');
  const started = servicesWith(steps, 'start container');
  return Object.entries(model.services).flatMap(([name, service]) => {
    const faults = [
      ...(made.has(name) ? [...foreignFiles(model, service), ...ownFaults(service)] : []),
      ...(started.has(name) ? copyFaults(model, service, texts) : []),
    ];
    return faults.map(
      ({ part, message, hint }): Problem => ({
        kind: 'compose-invalid',
        message: `services.${name}.${part}: ${message}`,
        at: null,
        hint,
      }),
    );
  });
}

const servicesWith = (steps: readonly Step[], what: Step['action']['do']): ReadonlySet<ServiceName> =>
  new Set(steps.flatMap(({ service, action }) => (service !== null && action.do === what ? [service] : [])));

type Used = {
  readonly part: 'secrets' | 'configs';
  readonly source: string;
  readonly object: FileObjectModel;
};

function filesOf(model: Model, service: ServiceModel): readonly Used[] {
  return (['secrets', 'configs'] as const).flatMap((part) =>
    (service[part] ?? []).flatMap(({ source = '' }) => {
      const object = model[part][source];
      return object === undefined ? [] : [{ part, source, object }];
    }),
  );
}

function foreignFiles(model: Model, service: ServiceModel): readonly Fault[] {
  return filesOf(model, service).flatMap(({ part, source, object }) => {
    const driver = ['driver', 'template_driver'].find((key) => (object[key] ?? '') !== '');
    if (object.external === true) return [fault(part, `${source} is external, which only a swarm has`)];
    return driver === undefined ? [] : [fault(part, `${source} has a ${driver}, which only a swarm knows`)];
  });
}

const fault = (part: string, message: string): Fault => ({
  part,
  message,
  hint: 'Give it a `file:`, or an `environment:`.',
});

function ownFaults(service: ServiceModel): readonly Fault[] {
  const { healthcheck: check, mac_address: mac } = service;
  const [primary = ''] = networkKeys(service);
  const other = service.networks?.[primary]?.mac_address;
  const differs = mac !== undefined && other !== undefined && mac !== other;
  return [
    ...(check?.start_interval !== undefined && check.start_period === undefined
      ? [
          {
            part: 'healthcheck.start_interval',
            message: 'it holds during the start period, and there is none',
            hint: 'Set start_period too.',
          },
        ]
      : []),
    ...(differs
      ? [
          {
            part: 'mac_address',
            message: `it is ${mac}, and ${other} on network ${primary}`,
            hint: 'Leave one of them out.',
          },
        ]
      : []),
  ];
}

function copyFaults(model: Model, service: ServiceModel, texts: RequestTexts): readonly Fault[] {
  return filesOf(model, service).flatMap(({ part, source, object }): Fault[] => {
    if (object.file !== undefined || object.external === true) return [];
    const content = contentOf(object, texts);
    if (content === undefined) {
      const message = `${source} comes from ${object.environment ?? 'nothing'}, which is not set`;
      return [{ part, message, hint: 'Set it in the environment or in a file of variables.' }];
    }
    if (service.read_only !== true || content === '') return [];
    const message = `${source} is copied in, and the container is read_only`;
    return [{ part, message, hint: 'Give it a `file:`, which is mounted.' }];
  });
}
