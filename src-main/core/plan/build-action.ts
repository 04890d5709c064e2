import type { ServiceName } from '../../contract/names.ts';
import type { BuildModel, Model, ServiceModel } from '../compose/model.ts';
import { imageLabels } from './labels.ts';
import { imageOf } from './names.ts';
import type { Action } from './plan.ts';
import type { BuildSecret } from './requests.ts';
import type { RequestTexts } from './security-options.ts';
import { contentOf } from './variable-texts.ts';

export type BuildAction = Extract<Action, { do: 'build image' }>;

/** The build of a service that has a build section, with what its keys refer to elsewhere in the model put in. */
export function buildAction(
  model: Model,
  service: ServiceName,
  image: string,
  texts: RequestTexts = {},
): BuildAction | null {
  const own = model.services[service];
  if (own?.build === undefined) return null;
  const secrets = buildSecrets(model, own.build, texts);
  return {
    do: 'build image',
    image,
    build: { ...withImages(model, own.build), ...platformsOf(own) },
    labels: imageLabels(model.name, service, own),
    ...(secrets.length === 0 ? {} : { secrets }),
  };
}

/** The services whose images a build takes as contexts (`additional_contexts: {name: service:…}`); they are built before it. */
export const builtBefore = ({ build }: ServiceModel): readonly ServiceName[] =>
  Object.values(contextsOf(build))
    .filter((source) => source.startsWith(fromService))
    .map((source) => source.slice(fromService.length));

/**
 * up builds for one platform: the service's own, else the one that the build names; of several that of the engine (docker
 * compose 2.40).
 */
function platformsOf({ platform, build }: ServiceModel): { readonly platforms?: readonly string[] } {
  const named = build?.['platforms'];
  if (platform !== undefined && platform !== '') return { platforms: [platform] };
  return Array.isArray(named) && named.length > 1 ? { platforms: [] } : {};
}

const fromService = 'service:';

function withImages(model: Model, build: BuildModel): BuildModel {
  const contexts = Object.entries(contextsOf(build));
  if (!contexts.some(([, source]) => source.startsWith(fromService))) return build;
  const named = contexts.map(([name, source]) => {
    const other = source.startsWith(fromService) ? source.slice(fromService.length) : null;
    const service = other === null ? undefined : model.services[other];
    if (other === null || service === undefined) return [name, source] as const;
    return [name, `docker-image://${imageOf(model, other, service)}`] as const;
  });
  return { ...build, additional_contexts: Object.fromEntries(named) };
}

function contextsOf(build: BuildModel | undefined): Readonly<Record<string, string>> {
  const written = build?.['additional_contexts'];
  if (typeof written !== 'object' || written === null) return {};
  return Object.fromEntries(Object.entries(written).filter(([, source]) => typeof source === 'string'));
}

/** A secret goes by its target, else by its name, as `docker compose` 2.40 hands it to BuildKit. */
function buildSecrets(model: Model, build: BuildModel, texts: RequestTexts): BuildSecret[] {
  const references = build['secrets'];
  if (!Array.isArray(references)) return [];
  return references.flatMap(
    ({ source = '', target }: { source?: string; target?: string }): BuildSecret[] => {
      const { file, environment } = model.secrets[source] ?? {};
      const content = contentOf(model.secrets[source], texts);
      const id = target ?? source;
      if (content !== undefined) return [{ id, content }];
      if (file !== undefined) return [{ id, file }];
      return environment === undefined ? [] : [{ id, variable: environment }];
    },
  );
}
