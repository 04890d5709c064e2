import { afterEach, beforeEach, expect, it } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { findEndpoint } from '../../../src-main/adapters/docker/endpoint.ts';
import { diskFiles } from '../../../src-main/adapters/files/files.ts';
import { thisMachine } from '../../../src-main/adapters/machine/machine.ts';
import { takeEngineLock } from '../../../src-main/engine/engine-lock.ts';
import type { Docker } from '../../../src-main/ports/docker.ts';
import { FakeKeychain } from '../../support/fake-world.ts';
import { docker, never, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
beforeEach(async () => {
  at = await place();
});
afterEach(() => at.remove());

async function engine(): Promise<Docker> {
  const endpoint = await findEndpoint(thisMachine(), diskFiles());
  if (!endpoint.ok) throw new Error(endpoint.error.kind);
  const keychain = new FakeKeychain();
  return dockerAt(endpoint.value, {
    reveal: async (name) => ({ ok: true, value: String(keychain.kept.get(name)) }),
  });
}

const take = (at: Docker, project: string, ticket: string, holder: string) =>
  takeEngineLock({
    docker: at,
    machine: { holder, isHolderAlive: () => true, platform: 'linux' },
    project,
    ticket,
    goal: 'up',
    since: 'now',
  });

it('of a hundred who ask the engine at once, from connections of their own, exactly one has the lock', async () => {
  for (let round = 0; round < 5; round += 1) {
    const engines = await Promise.all(Array.from({ length: 10 }, engine));
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const one = engines[index % 10];
        if (one === undefined) throw new Error('there are ten');
        return take(one, at.project, `r${round}-${index}`, `somebody@machine${index}, process 1`);
      }),
    );
    const winners = all.flatMap((lock) => (lock.ok ? [lock.value] : []));
    expect(winners).toHaveLength(1);
    await winners[0]?.release();
  }
  expect(await docker('volume', 'ls', '-q', '--filter', `name=berth.lock.${at.project}`)).toBe('');
});

it('docker compose does not see it: ps, down and down --volumes leave it', async () => {
  await at.write({
    'compose.yaml': `name: ${at.project}\nservices: { a: { image: "busybox:1.36", command: [sleep, "600"], init: true } }\n`,
  });
  const desk = realDesk(at.settings);
  const session = await openSession(desk, at.dir);
  expect((await runGoal(session, 'up')).status).toBe('done');
  const lock = await take(await engine(), at.project, 'held', 'eve@elsewhere, process 7');
  expect(await at.compose('ps', '--format', '{{.Name}}')).toBe(`${at.project}-a-1`);
  const refused = await session.start({ goal: 'down', services: [] }, null, never);
  expect(refused).toMatchObject({ ok: false, error: [{ kind: 'busy', holder: 'eve@elsewhere, process 7' }] });
  await at.compose('down', '--volumes');
  expect(await docker('volume', 'ls', '-q', '--filter', `name=berth.lock.${at.project}`)).toBe(
    `berth.lock.${at.project}`,
  );
  if (lock.ok) await lock.value.release();
  expect((await runGoal(session, 'up')).status).toBe('done');
  expect(await docker('volume', 'ls', '-q', '--filter', `name=berth.lock.${at.project}`)).toBe('');
  await desk.close();
});
