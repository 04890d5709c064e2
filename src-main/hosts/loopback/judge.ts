import type { IncomingMessage } from 'node:http';

/** What the door judges a request by, before anything else looks at it. */
export type Asked = Pick<IncomingMessage, 'url' | 'method' | 'headers' | 'rawHeaders'>;

/** The one origin of this door. `localhost` is not it: a name can be pointed elsewhere, an address cannot. */
export const originOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Exactly one Host header with exactly this door's address, and a path, not a whole URL, as target (DNS rebinding). */
export function isForThisDoor(asked: Asked, port: number): boolean {
  const hosts = asked.rawHeaders.filter(
    (_, index) => index % 2 === 0 && asked.rawHeaders[index]?.toLowerCase() === 'host',
  );
  return (
    hosts.length === 1 && asked.headers.host === `127.0.0.1:${port}` && (asked.url ?? '').startsWith('/')
  );
}

/** A request made by this door's own page. `Sec-Fetch-Site` is sent by every current browser and cannot be set by a page. */
export function isFromOwnPage(asked: Asked, port: number): boolean {
  const site = asked.headers['sec-fetch-site'];
  return asked.headers.origin === originOf(port) && (site === undefined || site === 'same-origin');
}

/** The path without its query; the door uses no query. */
export const pathOf = (asked: Asked): string => (asked.url ?? '').split('?')[0] ?? '';

/** The token among the subprotocols of an upgrade: browsers cannot send an Authorization header with a socket. */
export function bearerOf(asked: Asked): string | null {
  const offered = (asked.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const bearer = offered.find((name) => name.startsWith('bearer.'));
  return offered.includes(subprotocol) && bearer !== undefined ? bearer.slice('bearer.'.length) : null;
}

/** The subprotocol that the door answers with; the one that carries the token is never echoed. */
export const subprotocol = 'berth';
