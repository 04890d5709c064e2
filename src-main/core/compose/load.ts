import { plainValue } from './plain-value.ts';
import { bindProject } from './bind-project.ts';
import { checkProject } from './check.ts';
import type { LoadInput } from './load-input.ts';
import { loadProject } from './load-project.ts';
import type { Model, ServiceModel } from './model.ts';
import { normalise } from './normalise.ts';
import { type Findings, openProject } from './open-project.ts';
import type { ProjectContext } from './project-context.ts';
import { withExtensionsApart } from './extensions.ts';
import { withReplicas } from './replicas.ts';
import { enabledServices, onlyUsed } from './select.ts';
import { serviceTree, withFiles, withLabelsAlone } from './service-files.ts';
import type { Source } from './source.ts';
import { fieldsOf, type MapTree } from './tree.ts';

/**
 * `model` is null exactly when there are problems or wants; all problems of all files come together, each with its place.
 * `wants`: files that `read` answered undefined for; read them and load again.
 */
export type Loaded = Findings & { readonly model: Model | null };

/** Text to model, as docker compose 2.40 loads a project. Never throws for what a text says. */
export function loadModel(input: LoadInput): Loaded {
  const { name, sources, context, findings } = openProject(input, 'replaced');
  const model = modelOf(name, sources, input, context);
  const { problems, warnings, wants } = findings();
  return { model: problems.length > 0 || wants.length > 0 ? null : model, problems, warnings, wants };
}

function modelOf(name: string, sources: readonly Source[], input: LoadInput, context: ProjectContext): Model {
  const { faults, lookup } = context;
  const { root } = loadProject(sources, context);
  if (root.fields.size === 0 && faults.problems.length === 0)
    faults.refuse(root.at, 'the Compose file is empty');
  const whole = input.skipsImplied ? root : normalise(root, { name, lookup, faults });
  const project = bindProject(withExtensionsApart(whole), faults);
  const enabled = enabledServices(project.services, input.profiles);
  if (input.skipsChecks !== true)
    checkProject({ root: whole, project, enabled, damaged: context.damaged, faults });
  const services = withAllFiles(withReplicas(enabled), whole, input, context);
  const used = input.keepsUnused ? { ...project, services } : onlyUsed(project, services);
  const { models, ...parts } = used;
  const extensions = extensionsOf(whole);
  return {
    name,
    workingDir: input.workingDir,
    files: input.files.map(({ path }) => path),
    ...(input.environmentFiles === undefined ? {} : { environmentFiles: input.environmentFiles }),
    ...(input.separator === undefined ? {} : { separator: input.separator }),
    ...parts,
    ...(Object.keys(models).length === 0 ? {} : { models }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    disabled: Object.keys(project.services).filter((service) => !Object.hasOwn(enabled, service)),
  };
}

function withAllFiles(
  services: Readonly<Record<string, ServiceModel>>,
  root: MapTree,
  { keepsEnvFiles = false }: LoadInput,
  context: ProjectContext,
): Readonly<Record<string, ServiceModel>> {
  const read = keepsEnvFiles ? withLabelsAlone : withFiles;
  const entries = Object.entries(services);
  return Object.fromEntries(
    entries.map(([name, service]) => [name, read(service, serviceTree(root, name), context)]),
  );
}

function extensionsOf(root: MapTree): Record<string, unknown> {
  const found = [...fieldsOf(root)].filter(([key]) => key.startsWith('x-'));
  return Object.fromEntries(found.map(([key, { value }]) => [key, plainValue(value)]));
}
