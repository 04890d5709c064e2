import type { ServiceName } from '../../contract/names.ts';
import type { DatabaseGuess } from '../../contract/database-view.ts';
import type { Model, ServiceModel } from '../compose/model.ts';

type Server = { readonly images: RegExp; readonly data: readonly string[] };

// As the official images have it, and those that are built on them; Redis last, since most often it is a cache.
const servers: readonly Server[] = [
  {
    images: /^(?:postgres|postgresql|postgis|timescaledb|timescaledb-ha|pgvector)$/,
    data: [
      '/var/lib/postgresql/data',
      '/var/lib/postgresql',
      '/bitnami/postgresql',
      '/home/postgres/pgdata/data',
    ],
  },
  { images: /^(?:mysql|mysql-server|percona|percona-server)$/, data: ['/var/lib/mysql', '/bitnami/mysql'] },
  { images: /^mariadb$/, data: ['/var/lib/mysql', '/bitnami/mariadb'] },
  { images: /^(?:mongo|mongodb|percona-server-mongodb)$/, data: ['/data/db', '/bitnami/mongodb'] },
  { images: /^(?:redis|redis-stack|redis-stack-server|valkey)$/, data: ['/data', '/bitnami/redis/data'] },
];

/**
 * The service and volume that most likely hold the project's database, by the image and where its data is mounted. null: none
 * does, or several are as likely; then nobody guesses.
 */
export function guessDatabase(model: Model): DatabaseGuess | null {
  for (const server of servers) {
    const found = Object.entries(model.services).flatMap(([name, service]) => guessOf(server, name, service));
    const own = found.filter(({ volume }) => model.volumes[volume]?.external !== true);
    if (own.length > 0) return own.length === 1 ? (own[0] ?? null) : null;
  }
  return null;
}

function guessOf(
  { images, data }: Server,
  service: ServiceName,
  { image = '', volumes = [] }: ServiceModel,
): readonly DatabaseGuess[] {
  if (!images.test(baseName(image))) return [];
  const mount = volumes.find(
    ({ type, source, target }) =>
      type === 'volume' && source !== undefined && data.includes(target.replace(/\/$/, '')),
  );
  return mount?.source === undefined ? [] : [{ service, volume: mount.source }];
}

/** `registry.example:5000/team/postgres:16-alpine@sha256:…` → `postgres` */
const baseName = (reference: string): string =>
  (reference.split('@')[0] ?? '').split('/').at(-1)?.split(':')[0] ?? '';
