import { withDefaults } from './defaults.ts';
import { fillFromEnvironment } from './environment-values.ts';
import { type Layered, loadLayers } from './load-layers.ts';
import type { ProjectContext } from './project-context.ts';
import { checkResources } from './resource-rules.ts';
import { pathBase, resolvePaths } from './resolve-paths.ts';
import type { Source } from './source.ts';
import type { MapTree, Tree } from './tree.ts';

/** The files of one project, or of an included one: laid over one another, defaults filled in, every path absolute. */
export function loadProject(sources: readonly Source[], context: ProjectContext): Layered {
  const layered = loadLayers(sources, context, 'project');
  const filled = withDefaults(layered.root);
  checkResources(filled, context.faults);
  const base = pathBase(context);
  const resolved = base === null ? filled : resolvePaths(filled, base);
  return { ...layered, root: asMap(fillFromEnvironment(resolved, context), layered.root) };
}

const asMap = (tree: Tree, otherwise: MapTree): MapTree => (tree.kind === 'map' ? tree : otherwise);
