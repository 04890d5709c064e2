import type { Model } from './model.ts';

/** Names of the services that are on, sorted: `config --services`. */
export const serviceNames = (model: Model): readonly string[] => Object.keys(model.services).sort();

/** The image of each service, sorted: `config --images`. One that is only built has the name of its service. */
export const imageNames = (model: Model): readonly string[] =>
  Object.entries(model.services)
    .map(([name, { image }]) => image ?? `${model.name}${model.separator ?? '-'}${name}`)
    .sort();

/** Keys of the volumes that services use, sorted: `config --volumes`. */
export const volumeKeys = (model: Model): readonly string[] => Object.keys(model.volumes).sort();

/** Keys of the networks that services use, sorted: `config --networks`. */
export const networkKeys = (model: Model): readonly string[] => Object.keys(model.networks).sort();

/** Models that services use, as their providers know them, sorted: `config --models`. */
export const modelNames = (model: Model): readonly string[] =>
  Object.values(model.models ?? {})
    .flatMap(({ model: name }) => (name ? [name] : []))
    .sort();

/** Profiles that the services name, sorted, each once: `config --profiles`. Load with the profile `*` to see them all. */
export const profileNames = (model: Model): readonly string[] =>
  [...new Set(Object.values(model.services).flatMap(({ profiles = [] }) => profiles))].sort();
