import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demand, run } from './command.ts';
import { type Container, type ContainerWish, labName, startContainer } from './container.ts';
import { ensureImages } from './images.ts';

const secret = 'pass word\'"$1';
const files = mkdtempSync(join(tmpdir(), 'berth-lab-'));

beforeAll(() => ensureImages(['postgres:16']));
afterAll(() => rmSync(files, { recursive: true, force: true }));

const open = async (wish: ContainerWish): Promise<Container> => {
  const database = await startContainer('postgres:16', wish);
  await database.until(['pg_isready', '--host', '127.0.0.1']);
  return database;
};

type Login = { readonly user?: string; readonly name?: string; readonly password?: string };

/** Over the network, with a password: the local socket trusts everyone, as in the official image. */
const ask = async (database: Container, sql: string, login: Login = {}) => {
  const { user = 'postgres', name = 'postgres', password = secret } = login;
  const address = await database.inspect('{{.NetworkSettings.IPAddress}}');
  const connection = [
    'psql',
    `host=${address} user=${user} dbname=${name}`,
    '--no-align',
    '--tuples-only',
    '--command',
    sql,
  ];
  return database.exec(['env', `PGPASSWORD=${password}`, ...connection]);
};

test('postgres makes the role and the database that the environment names, and demands the password from the network', async () => {
  await using database = await open({
    env: { POSTGRES_USER: 'app', POSTGRES_DB: 'shop', POSTGRES_PASSWORD: secret },
  });
  const as = { user: 'app', name: 'shop' };
  expect((await ask(database, 'select current_user, current_database()', as)).stdout.trim()).toBe('app|shop');
  expect((await ask(database, 'select 1', { ...as, password: 'wrong' })).stderr).toContain(
    'password authentication failed',
  );
});

test('postgres takes the password from the file that POSTGRES_PASSWORD_FILE names', async () => {
  const file = join(files, 'password');
  writeFileSync(file, `${secret}\n`);
  await using database = await open({
    env: { POSTGRES_PASSWORD_FILE: '/run/password' },
    volumes: [`${file}:/run/password:ro`],
  });
  expect((await ask(database, 'select 1')).stdout.trim()).toBe('1');
});

test('postgres refuses to make a database without a password, and says which variable it wants', async () => {
  await using database = await startContainer('postgres:16');
  expect(await demand('docker', ['wait', database.name])).toBe('1\n');
  expect(await database.logs()).toContain('POSTGRES_PASSWORD');
});

test('postgres runs the files of the init folder once, in order, and passes POSTGRES_INITDB_ARGS on', async () => {
  const init = join(files, 'init');
  mkdirSync(init);
  writeFileSync(
    join(init, '1.sql'),
    "create table steps (n serial, name text); insert into steps (name) values ('sql');",
  );
  writeFileSync(
    join(init, '2.sh'),
    'psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -c "insert into steps (name) values (\'sh\')"\n',
  );
  chmodSync(join(init, '2.sh'), 0o644);
  await using database = await open({
    env: { POSTGRES_PASSWORD: secret, POSTGRES_INITDB_ARGS: "--data-checksums --locale='C'" },
    volumes: [`${init}:/docker-entrypoint-initdb.d:ro`],
  });
  await database.stop();
  await database.start();
  await database.until(['pg_isready', '--host', '127.0.0.1']);
  expect((await ask(database, "select string_agg(name, ' ' order by n) from steps")).stdout.trim()).toBe(
    'sql sh',
  );
  expect((await ask(database, 'show data_checksums')).stdout.trim()).toBe('on');
});

test('postgres keeps its data on the volume when the container is replaced, and ignores another password then', async () => {
  const volume = labName();
  try {
    const mount = [`${volume}:/var/lib/postgresql/data`];
    {
      await using first = await open({ env: { POSTGRES_PASSWORD: secret }, volumes: mount });
      expect((await ask(first, 'create table kept as select 42 as answer')).code).toBe(0);
    }
    await using second = await open({ env: { POSTGRES_PASSWORD: 'newer' }, volumes: mount });
    expect((await ask(second, 'select answer from kept')).stdout.trim()).toBe('42');
  } finally {
    await run('docker', ['volume', 'rm', volume]);
  }
});

test('postgres runs as user postgres in the first process and stops cleanly at its own signal', async () => {
  await using database = await open({ env: { POSTGRES_PASSWORD: secret } });
  expect((await database.exec(['stat', '--format', '%U', '/proc/1'])).stdout.trim()).toBe('postgres');
  expect(
    await database.inspect('{{.Config.StopSignal}} {{json .Config.ExposedPorts}} {{json .Config.Volumes}}'),
  ).toBe('SIGINT {"5432/tcp":{}} {"/var/lib/postgresql/data":{}}');
  await database.stop();
  expect(await database.inspect('{{.State.ExitCode}}')).toBe('0');
});
