import type { ServiceModel } from './model.ts';

type Services = Readonly<Record<string, ServiceModel>>;

/** Services with their `scale` as `deploy.replicas` too, where they have a `deploy`: so does compose while it checks them. */
export const withReplicas = (services: Services): Services =>
  Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const { scale, deploy } = service;
      const isDeployed = scale !== undefined && deploy !== undefined;
      return [name, isDeployed ? { ...service, deploy: { ...deploy, replicas: scale } } : service];
    }),
  );
