import { fail, ok, type Result } from '../../contract/result.ts';
import { isIpAddress } from './ip.ts';

/** One port of a service. `published`: a port, a range `a-b`, or absent. */
export type PortEntry = {
  readonly hostIp: string | null;
  readonly published: string | null;
  readonly target: number;
  readonly protocol: string;
};

type Range = { readonly first: number; readonly last: number };

/**
 * The short form `[[ip:]published:]target[/protocol]`, any port of it a range: one entry for each container port, in the
 * text order of these ports. A published range for one container port stays a range. `spend` says whether that many
 * ports may be made. The error is a message.
 */
export function readShortPort(
  text: string,
  spend: (ports: number) => boolean = () => true,
): Result<readonly PortEntry[], string> {
  const { ip, host, container } = splitParts(text);
  const { port, protocol } = splitProtocol(container);
  const hostIp = readIp(ip);
  if (hostIp === undefined) return fail(`invalid IP address ${ip}`);
  const target = readRange(port);
  if (target === null) return fail(`invalid container port ${JSON.stringify(port)}`);
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) return fail(`invalid protocol ${JSON.stringify(protocol)}`);
  const published = host === '' ? null : readRange(host);
  if (host !== '' && published === null) return fail(`invalid host port ${JSON.stringify(host)}`);
  const isOne = target.first === target.last;
  if (published !== null && !isOne && published.last - published.first !== target.last - target.first) {
    return fail(`the port ranges ${port} and ${host} differ in length`);
  }
  if (!spend(target.last - target.first + 1)) return fail('the project publishes more ports than there are');
  return ok(entries(target, published, hostIp, protocol));
}

function entries(
  target: Range,
  published: Range | null,
  hostIp: string | null,
  protocol: string,
): PortEntry[] {
  const made: PortEntry[] = [];
  const isOne = target.first === target.last;
  for (let port = target.first; port <= target.last; port += 1) {
    made.push({
      hostIp,
      published: publishedFor(published, port - target.first, isOne),
      target: port,
      protocol,
    });
  }
  return made.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1));
}

function publishedFor(range: Range | null, offset: number, isOne: boolean): string | null {
  if (range === null) return null;
  if (isOne && range.first !== range.last) return `${range.first}-${range.last}`;
  return String(range.first + offset);
}

function splitParts(text: string): { ip: string; host: string; container: string } {
  const parts = text.split(':');
  const container = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  return { ip: parts.join(':'), host, container };
}

function splitProtocol(text: string): { port: string; protocol: string } {
  const [port = '', protocol = ''] = text.split('/');
  return { port, protocol: protocol === '' ? 'tcp' : protocol.toLowerCase() };
}

/** null: none given; undefined: not an address. An IPv6 address needs its brackets. */
function readIp(text: string): string | null | undefined {
  if (text === '') return null;
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (bare === text && text.includes(':')) return undefined;
  return isIpAddress(bare) ? bare : undefined;
}

function readRange(text: string): Range | null {
  const [first = '', last = first] = text.split('-');
  const range = { first: readPort(first), last: readPort(last) };
  return range.first <= range.last ? range : null;
}

const readPort = (text: string): number =>
  /^\d+$/.test(text) && Number(text) <= 65535 ? Number(text) : Number.NaN;
