import { describe, expect, it } from 'vitest';
import type { ServiceModel } from '../../../src-main/core/compose/model.ts';
import { guessDatabase } from '../../../src-main/core/profile/guess-database.ts';
import { stack } from '../../support/builders.ts';

const server = (image: string, target: string, source = 'data'): ServiceModel => ({
  command: null,
  entrypoint: null,
  image,
  volumes: [{ type: 'volume', source, target }],
});
const guess = (services: Readonly<Record<string, ServiceModel>>, external = false) =>
  guessDatabase({ ...stack(), services, volumes: { data: { name: 'p_data', external } } });

describe('the database of a project without a profile', () => {
  it.each([
    ['postgres:16', '/var/lib/postgresql/data'],
    ['registry.example:5000/team/postgres:17@sha256:00', '/var/lib/postgresql/data/'],
    ['postgres:18', '/var/lib/postgresql'],
    ['postgis/postgis', '/var/lib/postgresql/data'],
    ['mysql:8', '/var/lib/mysql'],
    ['mariadb:11', '/var/lib/mysql'],
    ['mongo:7', '/data/db'],
    ['redis:7', '/data'],
  ])('is what runs %s with a volume at %s', (image, target) => {
    expect(guess({ db: server(image, target) })).toEqual({ service: 'db', volume: 'data' });
  });

  it('is no server without a volume where its data lies, nor one whose volume another project owns', () => {
    expect(guess({ db: server('postgres:16', '/backup') })).toBeNull();
    expect(guess({ db: { command: null, entrypoint: null, image: 'postgres:16' } })).toBeNull();
    expect(guess({ db: server('postgres:16', '/var/lib/postgresql/data') }, true)).toBeNull();
    expect(guess({ db: server('postgres-exporter', '/var/lib/postgresql/data') })).toBeNull();
  });

  it('is not the cache beside it, and two that are as likely are none', () => {
    const db = server('mysql:8', '/var/lib/mysql');
    expect(guess({ cache: server('redis:7', '/data'), db })).toEqual({ service: 'db', volume: 'data' });
    expect(guess({ a: db, b: db })).toBeNull();
  });
});
