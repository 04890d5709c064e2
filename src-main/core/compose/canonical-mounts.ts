import type { Faults } from './faults.ts';
import { cleanTarget } from './host-paths.ts';
import { type PortEntry, readShortPort } from './short-port.ts';
import { type ShortVolume, splitVolume } from './short-volume.ts';
import type { Mark } from './source.ts';
import { boolTree, intTree, listTree, mapOf, textTree, type Tree } from './tree.ts';

/** The `ports` of a service with every short form written out: one short form may stand for many ports. */
export function canonicalPorts(tree: Tree, path: readonly string[], faults: Faults): Tree {
  if (tree.kind !== 'list') return tree;
  const items = tree.items.flatMap((item, index) => {
    if (item.kind === 'float')
      faults.refuse(item.at, `${path.join('.')}[${index}]: expected a port, found the number ${item.value}`);
    if (item.kind !== 'text' && item.kind !== 'int') return item.kind === 'map' ? [item] : [];
    const read = readShortPort(String(item.value), faults.spend);
    if (read.ok) return read.value.map((entry) => portTree(item.at, entry));
    faults.refuse(
      item.at,
      `${path.join('.')}[${index}]: ${read.error}`,
      'A port is [[ip:]published:]target[/protocol].',
    );
    return [];
  });
  return listTree(tree.at, items);
}

function portTree(at: Mark, entry: PortEntry): Tree {
  return mapOf(at, {
    mode: textTree(at, 'ingress'),
    host_ip: entry.hostIp === null ? undefined : textTree(at, entry.hostIp),
    target: entry.target === 0 ? undefined : intTree(at, entry.target),
    published: entry.published === null ? undefined : textTree(at, entry.published),
    protocol: textTree(at, entry.protocol),
  });
}

/** One item of the `volumes` of a service in its long form. */
export function canonicalVolume(tree: Tree, path: readonly string[], faults: Faults): Tree {
  if (tree.kind !== 'text') return tree;
  const split = splitVolume(tree.value);
  if (split.ok) return volumeTree(tree.at, split.value);
  faults.refuse(tree.at, `${path.join('.')}: ${split.error}`, 'A mount is [source:]target[:options].');
  return mapOf(tree.at, { type: textTree(tree.at, 'volume'), target: textTree(tree.at, tree.value) });
}

function volumeTree(at: Mark, short: ShortVolume): Tree {
  return mapOf(at, {
    type: textTree(at, short.type),
    source: short.source === null ? undefined : textTree(at, short.source),
    target: textTree(at, cleanTarget(short.target)),
    read_only: short.isReadOnly ? boolTree(at, true) : undefined,
    bind: bindTree(at, short),
    volume: (short.type === 'volume' && short.hasOptions) || short.noCopy ? noCopyTree(at, short) : undefined,
  });
}

function bindTree(at: Mark, short: ShortVolume): Tree | undefined {
  if (short.type !== 'bind' && short.selinux === null && short.propagation === null) return undefined;
  return mapOf(at, {
    selinux: short.selinux === null ? undefined : textTree(at, short.selinux),
    propagation: short.propagation === null ? undefined : textTree(at, short.propagation),
    create_host_path: short.type === 'bind' ? boolTree(at, true) : undefined,
  });
}

const noCopyTree = (at: Mark, short: ShortVolume): Tree =>
  mapOf(at, { nocopy: short.noCopy ? boolTree(at, true) : undefined });
