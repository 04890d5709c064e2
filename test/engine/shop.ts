import type { ComposeOptions } from '../../src-main/contract/compose-options.ts';
import { afterEach, beforeEach } from 'vitest';
import type { RunView } from '../../src-main/contract/view.ts';
import type { Desk, PlanWish, Session } from '../../src-main/engine/desk.ts';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import { FakeWorld } from '../support/fake-world.ts';

/** db ← api ← web, with secrets, a port and a database. */
export const compose = `
name: shop
services:
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD: "\${DB__PASSWORD}" }
    volumes: [dbdata:/var/lib/postgresql/data]
    healthcheck: { test: [CMD, check], interval: 30s }
  api:
    image: api:1
    environment: { URL: "\${API__URL}" }
    ports: ["\${API_PORT}:80"]
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: [CMD, check], interval: 30s }
  web:
    image: web:1
    depends_on: { api: { condition: service_healthy } }
volumes: { dbdata: }
`;

export const berth = `
berth: 1
project: shop
keys:
  DB__PASSWORD: { secret: true, describe: Password of the app role, generate: { password: 24 } }
  API__URL: { secret: true, describe: URL of the database, from: "postgresql://app:\${DB__PASSWORD}@db/app" }
  API_PORT: { describe: Host port of the api, type: port, default: 8000 }
services:
  api: { url: "http://127.0.0.1:\${API_PORT}" }
database:
  service: db
  volume: dbdata
  migrate: { service: api, command: [migrate] }
  seed: { service: api, command: [seed] }
environments:
  local: { seed: true }
`;

export const password = 'correct-horse-battery';
export const signal = new AbortController().signal;
export const up: PlanWish = { goal: 'up', services: [] };

export type Shop = { world: FakeWorld; desk: Desk; open(of?: Desk): Promise<Session> };

/** A world with the project in it and its images on the machine: fresh for each test, closed after it. */
export function shop(): Shop {
  const it = {} as Shop;
  beforeEach(() => {
    const world = new FakeWorld();
    world.files.texts.set('/srv/shop/compose.yaml', compose);
    world.files.texts.set('/srv/shop/berth.yaml', berth);
    world.keychain.kept.set('shop/local/DB__PASSWORD', password);
    for (const image of ['postgres:16', 'api:1', 'web:1']) world.engine.addImage(image);
    const desk = openDesk(world.ports());
    Object.assign(it, { world, desk, open: (of: Desk = desk) => openShop(of) });
  });
  afterEach(async () => {
    await it.desk.close();
    it.world.engine.close();
  });
  return it;
}

/** The sample project, opened and ready. */
export async function openShop(of: Desk, compose: ComposeOptions = {}): Promise<Session> {
  const project = await of.open({ dir: 'shop', environment: 'local', files: null, compose });
  if (!project.ok) throw new Error(JSON.stringify(project.error));
  const session = of.session(project.value.id);
  if (!session.ok) throw new Error(session.error.kind);
  await session.value.ready(signal);
  return session.value;
}

/** The id of the plan as it is now. */
export async function approved(session: Session, wish: PlanWish): Promise<string> {
  const plan = await session.plan(wish, signal);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value.id;
}

/** Follows a run to its end. */
export async function end(session: Session, run: string): Promise<RunView> {
  let last: RunView | null = null;
  for await (const view of session.follow(run, signal)) last = view;
  if (last === null) throw new Error('the run was not told');
  return last;
}

/** Plans, approves and runs. */
export async function run(session: Session, wish: PlanWish): Promise<RunView> {
  const started = await session.start(wish, await approved(session, wish), signal);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return end(session, started.value);
}

export const verdicts = (session: Session): Record<string, string> =>
  Object.fromEntries(session.view().services.map((service) => [service.name, service.verdict]));
/** The start calls that the engine got, in order. */
export const starts = (world: FakeWorld): string[] =>
  world.engine.calls.filter((call) => call.startsWith('start'));
