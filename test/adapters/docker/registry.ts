import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

export type Registry = AsyncDisposable & {
  /** `127.0.0.1:<port>`, which an engine takes without TLS. */
  readonly host: string;
  /** Reference of an image that nobody has yet. */
  readonly image: string;
  /** Paths asked for, in order. */
  readonly asked: readonly string[];
};

export type RegistryWish = {
  /** Who may pull; null: everybody. */
  readonly user: { readonly name: string; readonly password: string } | null;
  /** What is wrong with its layers: a connection that ends in the middle, or bytes that are not those of the digest. */
  readonly layers: 'right' | 'cut' | 'wrong';
  /** The status that the first requests for the manifest get. Absent: none. */
  readonly busy?: { readonly status: number; readonly times: number };
};

/** A registry with one image of two layers, on this machine's loopback (Distribution API, pull side). */
export async function registry({ user, layers: quality, busy }: RegistryWish): Promise<Registry> {
  const layers = await Promise.all([layerOf('a', 400_000), layerOf('b', 1_500_000)]);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ tar }) => digestOf(tar)) },
    }),
  );
  const kind = 'application/vnd.docker.distribution.manifest.v2+json';
  const described = (mediaType: string, bytes: Buffer) => ({
    mediaType,
    size: bytes.length,
    digest: digestOf(bytes),
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: kind,
      config: described('application/vnd.docker.container.image.v1+json', config),
      layers: layers.map(({ packed }) =>
        described('application/vnd.docker.image.rootfs.diff.tar.gzip', packed),
      ),
    }),
  );
  const blobs = new Map(
    [config, ...layers.map(({ packed }) => packed)].map((bytes) => [digestOf(bytes), bytes]),
  );
  const wanted =
    user === null ? null : `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  const asked: string[] = [];
  let refusals = busy?.times ?? 0;
  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (busy !== undefined && path.includes('/manifests/') && refusals > 0) {
      refusals -= 1;
      return void response
        .writeHead(busy.status)
        .end('{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}');
    }
    if (wanted !== null && request.headers.authorization !== wanted) {
      response
        .writeHead(401, { 'www-authenticate': 'Basic realm="test"' })
        .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
      return;
    }
    if (path === '/v2/') return void response.end('{}');
    if (path.endsWith('/manifests/1') || path.endsWith(digestOf(manifest)))
      return send(request, response, kind, manifest);
    const blob = blobs.get(path.slice(path.lastIndexOf('/') + 1));
    if (blob === undefined)
      return void response
        .writeHead(404)
        .end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
    if (quality === 'right' || blob === config)
      return send(request, response, 'application/octet-stream', blob);
    if (quality === 'wrong')
      return send(request, response, 'application/octet-stream', Buffer.alloc(blob.length));
    response.writeHead(200, { 'content-length': blob.length });
    response.write(blob.subarray(0, 1000), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    image: `${host}/berth-test/image:1`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  type: string,
  bytes: Buffer,
): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': bytes.length,
    'docker-content-digest': digestOf(bytes),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function layerOf(
  name: string,
  size: number,
): Promise<{ readonly tar: Buffer; readonly packed: Buffer }> {
  const archive = pack();
  archive.entry({ name }, randomBytes(size));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  const tar = Buffer.concat(chunks);
  return { tar, packed: gzipSync(tar) };
}
