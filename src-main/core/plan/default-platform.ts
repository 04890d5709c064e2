import type { Model } from '../compose/model.ts';

/**
 * The model with DOCKER_DEFAULT_PLATFORM as the platform of the services that are built and name none. It enters their config
 * hash, and no printed model (docker compose 2.40).
 */
export function withDefaultPlatform(model: Model, values: Readonly<Record<string, string>>): Model {
  const platform = values['DOCKER_DEFAULT_PLATFORM'] ?? '';
  if (platform === '') return model;
  const services = Object.entries(model.services).map(([name, service]) => {
    const needs = service.build !== undefined && (service.platform ?? '') === '';
    return [name, needs ? { ...service, platform } : service] as const;
  });
  return { ...model, services: Object.fromEntries(services) };
}
