import type { Faults } from './faults.ts';
import { fieldsOf, itemsOf, textOf, type Tree } from './tree.ts';

/** Every form of `extra_hosts` as a sorted list of `host=address`. */
export function hostAddresses(tree: Tree, path: readonly string[], faults: Faults): readonly string[] {
  const pairs: (readonly [string, string])[] = [];
  for (const [host, { value }] of fieldsOf(tree)) {
    if (value.kind === 'map') refuseExtensions(value, path, faults);
    else
      for (const item of value.kind === 'list' ? value.items : [value])
        pairs.push([host, textOf(item) ?? '']);
  }
  for (const item of itemsOf(tree)) {
    const split = splitHost(textOf(item) ?? '');
    if (split === null) {
      faults.refuse(
        item.at,
        `${path.join('.')}: ${JSON.stringify(textOf(item) ?? '')} has no address`,
        'A host is name=address.',
      );
    } else {
      for (const address of split[1].split(',')) pairs.push([split[0], address]);
    }
  }
  const nameless = pairs.find(([host]) => host === '' || /[:=]/.test(host));
  if (nameless !== undefined) {
    faults.refuse(
      tree.at,
      `${path.join('.')}: ${JSON.stringify(nameless[0])} is no name of a host`,
      'A host is name=address.',
    );
  }
  return pairs.map(([host, address]) => `${host}=${withoutBrackets(address)}`).sort();
}

function refuseExtensions(tree: Tree, path: readonly string[], faults: Faults): void {
  faults.refuse(
    tree.at,
    `${path.join('.')}: compose takes a host that starts with x- for an extension`,
    'Write the hosts as a list of name=address.',
  );
}

function splitHost(text: string): readonly [string, string] | null {
  const equals = text.indexOf('=');
  const cut = equals < 0 ? text.indexOf(':') : equals;
  return cut < 0 ? null : [text.slice(0, cut), text.slice(cut + 1)];
}

const withoutBrackets = (address: string): string =>
  address.length > 2 && address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
