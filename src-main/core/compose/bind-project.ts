import { bind } from './bind.ts';
import type { Faults } from './faults.ts';
import type { FileObjectModel, ModelModel, NetworkModel, ServiceModel, VolumeModel } from './model.ts';
import { fileObjectShape, modelShape, networkShape, volumeShape } from './project-shape.ts';
import { serviceShape } from './service-shape.ts';
import type { Shape } from './shape.ts';
import { step } from './steps.ts';
import { fieldOf, fieldsOf, type MapTree, mapTree } from './tree.ts';

/** Every part of a normalised project, typed; nothing is left out yet. */
export type BoundProject = {
  readonly services: Readonly<Record<string, ServiceModel>>;
  readonly networks: Readonly<Record<string, NetworkModel>>;
  readonly volumes: Readonly<Record<string, VolumeModel>>;
  readonly secrets: Readonly<Record<string, FileObjectModel>>;
  readonly configs: Readonly<Record<string, FileObjectModel>>;
  readonly models: Readonly<Record<string, ModelModel>>;
};

/** Decodes a normalised project. What cannot be decoded is refused at its place. */
export function bindProject(root: MapTree, faults: Faults): BoundProject {
  return {
    services: bindAll<ServiceModel>(root, 'services', serviceShape, faults),
    networks: bindAll<NetworkModel>(root, 'networks', networkShape, faults),
    volumes: bindAll<VolumeModel>(root, 'volumes', volumeShape, faults),
    secrets: bindAll<FileObjectModel>(root, 'secrets', fileObjectShape, faults),
    configs: bindAll<FileObjectModel>(root, 'configs', fileObjectShape, faults),
    models: bindAll<ModelModel>(root, 'models', modelShape, faults),
  };
}

function bindAll<T>(root: MapTree, kind: string, shape: Shape, faults: Faults): Readonly<Record<string, T>> {
  const made: [string, T][] = [];
  for (const [name, { value }] of fieldsOf(fieldOf(root, kind))) {
    // The shape is the table that T was written from: this is the one place where it is taken at its word.
    const whole = value.kind === 'null' ? mapTree(value.at, new Map()) : value;
    if (whole.kind === 'map')
      made.push([name, bind(whole, shape, step(step(null, kind), name), faults) as T]);
  }
  return Object.fromEntries(made);
}
