import { type Document, isCollection, visit } from 'yaml';

export type FlowFault = { readonly offset: number; readonly message: string };

/**
 * What Go's yaml.v3 refuses inside brackets and the `yaml` package reads: a plain text with a `?` in it (a URL with a query,
 * say) or with a `:` in front.
 */
export function flowFaults(document: Document.Parsed): readonly FlowFault[] {
  const faults: FlowFault[] = [];
  visit(document, {
    Scalar(_key, node, path) {
      const source = node.source ?? '';
      if (node.type !== 'PLAIN' || !(source.includes('?') || source.startsWith(':'))) return;
      if (!path.some((parent) => isCollection(parent) && parent.flow === true)) return;
      const sign = source.startsWith(':') ? ':' : '?';
      faults.push({
        offset: node.range?.[0] ?? 0,
        message: `inside brackets a text with "${sign}" has to be quoted`,
      });
    },
  });
  return faults;
}
