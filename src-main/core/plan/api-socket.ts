import type { Model, ServiceModel } from '../compose/model.ts';

const socket = '/var/run/docker.sock';
const configFolder = '/run/secrets/docker';
const configKey = '#apisocket';

/**
 * The model with what docker compose 2.40 puts in the place of `use_api_socket`: the engine's socket, and a Docker config, which
 * holds no sign-in: whoever is to have one of this machine's names it as a secret. It enters the config hash, and no printed model.
 */
export function withApiSocket(model: Model): Model {
  const names = Object.entries(model.services).filter(([, service]) => service.use_api_socket === true);
  if (names.length === 0) return model;
  const services = names.map(([name, service]) => [name, handedIn(service)] as const);
  return {
    ...model,
    services: { ...model.services, ...Object.fromEntries(services) },
    configs: { ...model.configs, [configKey]: { name: configKey, content: '{\n\t"auths": {}\n}' } },
  };
}

function handedIn(service: ServiceModel): ServiceModel {
  const { volumes = [], environment = {}, configs = [] } = service;
  return {
    ...service,
    volumes: [...volumes, { type: 'bind', source: socket, target: socket }],
    // Who says where the config is keeps the last word.
    environment: { DOCKER_CONFIG: configFolder, ...environment },
    configs: [...configs, { source: configKey, target: `${configFolder}/config.json` }],
  };
}
