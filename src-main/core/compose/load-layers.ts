import { canonical } from './canonical.ts';
import { extend } from './extend.ts';
import { include } from './include.ts';
import { interpolate } from './interpolate.ts';
import { merge } from './merge.ts';
import type { ParsedDocument } from './parse.ts';
import type { TreePath } from './read-tree.ts';
import type { ProjectContext } from './project-context.ts';
import { withoutPaths } from './reset.ts';
import { composeFile } from './schema.ts';
import { lentFile } from './schema-lent.ts';
import type { Source } from './source.ts';
import { fieldOf, type MapTree, mapTree, withoutFields } from './tree.ts';
import { withoutRepeats } from './uniqueness.ts';
import { validate } from './validate.ts';

/** Several files laid over one another, in canonical form. `resets`: what their `!reset` and `!override` tags lead to. */
export type Layered = { readonly root: MapTree; readonly resets: readonly TreePath[] };

/** `extended`: a file that only lends a service; it is read without its own `include`, `extends` and schema. */
export type LayerKind = 'project' | 'extended';

/** The files (and the documents in them) in order, each laid on what came before, as compose's loader does it. */
export function loadLayers(sources: readonly Source[], context: ProjectContext, kind: LayerKind): Layered {
  const start = { source: sources[0] ?? { file: context.workingDir, text: '' }, offset: 0 };
  let layered: Layered = { root: mapTree(start, new Map()), resets: [] };
  for (const source of sources) {
    const documents = context.parse(source);
    if (documents === null) context.damaged.add('*');
    for (const document of documents ?? []) layered = layDocument(layered, document, source, context, kind);
  }
  return layered;
}

function layDocument(
  below: Layered,
  document: ParsedDocument,
  source: Source,
  context: ProjectContext,
  kind: LayerKind,
): Layered {
  const { faults } = context;
  const { resets } = document;
  if (document.root.kind !== 'map') {
    faults.refuse(document.root.at, 'a Compose file has to be a mapping, with services: at its top');
    return below;
  }
  const how = { lookup: context.lookup, faults, hint: context.variableHint };
  const filled = context.interpolates ? interpolate(document.root, how) : document.root;
  if (filled.kind !== 'map') return below;
  const own = kind === 'extended' ? filled : extend(filled, source.file, resets, context);
  const base = withoutPaths(below.root, resets);
  const whole = kind === 'extended' ? withoutFields(own, 'include') : include(own, source.file, context);
  const layers = { ...below, resets: [...below.resets, ...resets] };
  return checked(asMap(merge(base, whole, faults), below.root), layers, source, context, kind);
}

function checked(
  merged: MapTree,
  below: Layered,
  source: Source,
  context: ProjectContext,
  kind: LayerKind,
): Layered {
  const { faults } = context;
  const distinct = withoutRepeats(merged);
  const schema = kind === 'extended' ? lentFile : composeFile;
  const valid = validate(distinct, schema, faults, context.damaged);
  // Of a file that only lends a service, compose does not say it.
  if (kind === 'project' && fieldOf(valid, 'version') !== undefined) {
    faults.warn(
      `${source.file}: the attribute \`version\` is obsolete, it will be ignored, please remove it to avoid potential confusion`,
    );
  }
  const current = withoutFields(asMap(valid, merged), 'version');
  // Long forms can show what the short ones hid: a range of ports may hold one that is listed as well.
  const long = withoutRepeats(canonical(current, faults, context.interpolates ? 'refuse' : 'keep'));
  return { ...below, root: asMap(long, current) };
}

const asMap = (tree: { kind: string }, otherwise: MapTree): MapTree =>
  tree.kind === 'map' ? (tree as MapTree) : otherwise;
