import { expect, it } from 'vitest';
import { type ConfigQuestion, wholeModel } from '../../src-main/contract/config-question.ts';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import type { OpenWish, Session } from '../../src-main/engine/desk.ts';
import { password, shop } from './shop.ts';

const at = shop();

const json: ConfigQuestion = { ...wholeModel, format: 'json' };

async function open(wish: Partial<OpenWish>): Promise<Session> {
  const opened = await at.desk.open({ dir: 'shop', environment: 'local', files: null, ...wish });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const session = at.desk.session(opened.value.id);
  if (!session.ok) throw new Error(session.error.kind);
  return session.value;
}

async function modelOf(session: Session): Promise<{ name: string; services: Record<string, unknown> }> {
  const answer = await session.configText(json);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return JSON.parse(answer.value.text);
}

it('a project opened with other options is another session, and the same options give the same', async () => {
  const plain = await open({});
  const named = await open({ compose: { projectName: 'other' } });
  expect(named.project.id).not.toBe(plain.project.id);
  expect(await open({ compose: { projectName: 'other' } })).toBe(named);
  expect((await modelOf(named)).name).toBe('other');
  expect((await modelOf(plain)).name).toBe('shop');
});

it('what files say is told without a call to the engine', async () => {
  let asked = 0;
  const ports = at.world.ports();
  const desk = openDesk({
    ...ports,
    findDocker: (secrets) => {
      asked += 1;
      return ports.findDocker(secrets);
    },
  });
  const opened = await desk.open({ dir: 'shop', environment: 'local', files: null });
  const session = opened.ok ? desk.session(opened.value.id) : opened;
  if (!session.ok) return expect.fail();
  expect((await session.value.configText(wholeModel)).ok).toBe(true);
  expect((await session.value.keys()).ok).toBe(true);
  expect((await session.value.secrets()).ok).toBe(true);
  await session.value.reload(new AbortController().signal);
  expect(asked).toBe(0);
  await session.value.ready(new AbortController().signal);
  expect([asked > 0, session.value.view().engine.state]).toEqual([true, 'ready']);
  await desk.close();
});

it('a text of standard input is a file like others, and hands no value of a secret back', async () => {
  const input = 'services: { job: { image: "job:1", environment: { P: "${DB__PASSWORD}" } } }';
  const session = await open({ files: ['compose.yaml', '-'], compose: { input } });
  const model = await modelOf(session);
  expect(Object.keys(model.services)).toContain('job');
  for (const subject of ['model', 'variables', 'hash', 'services'] as const)
    for (const interpolates of [true, false])
      expect(JSON.stringify(await session.configText({ ...json, subject, interpolates }))).not.toContain(
        password,
      );
});

it('a COMPOSE_PARALLEL_LIMIT that is no number is a problem, as docker compose has it', async () => {
  Object.assign(at.world.variables, { COMPOSE_PARALLEL_LIMIT: 'many' });
  const session = await open({});
  expect(await session.plan({ goal: 'up', services: [] }, new AbortController().signal)).toMatchObject({
    error: [{ kind: 'compose-invalid', message: 'COMPOSE_PARALLEL_LIMIT is "many"' }],
  });
  Object.assign(at.world.variables, { COMPOSE_PARALLEL_LIMIT: '-1' });
  const other = await open({ compose: { projectName: 'other' } });
  expect((await other.plan({ goal: 'up', services: [] }, new AbortController().signal)).ok).toBe(true);
});

it('without a profile docker compose is handed the options that were given', async () => {
  at.world.files.texts.delete('/srv/shop/berth.yaml');
  at.world.files.texts.set('/srv/shop/v.env', 'A=1\n');
  const session = await open({
    files: ['-'],
    compose: {
      projectName: 'p',
      profiles: ['x'],
      envFiles: ['/srv/shop/v.env'],
      projectDirectory: '/srv/shop',
      compatibility: true,
      input: 'services: {}',
    },
  });
  const handed = await session.composeHandover('up');
  expect(handed).toMatchObject({
    value: {
      arguments: [
        'compose',
        ...['-f', '-', '-p', 'p', '--profile', 'x', '--env-file', '/srv/shop/v.env'],
        ...['--project-directory', '/srv/shop', '--compatibility'],
      ],
      stdin: 'services: {}',
    },
  });
});
