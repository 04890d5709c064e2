import { describe as group, expect, it } from 'vitest';
import { describe } from '../../src-main/contract/describe.ts';
import type { WantedPort } from '../../src-main/core/plan/published-ports.ts';
import { checkPorts } from '../../src-main/engine/preflight.ts';
import { FakeWorld } from '../support/fake-world.ts';

const want = (service: string, port: number, own: Partial<WantedPort> = {}): WantedPort => ({
  service,
  port,
  address: '127.0.0.1',
  key: null,
  heldBy: null,
  ...own,
});

async function offersOf(taken: readonly number[], wanted: readonly WantedPort[]) {
  const world = new FakeWorld();
  for (const port of taken) world.takenPorts.add(port);
  const problems = await checkPorts({ machine: world.machine, docker: world.engine.docker }, wanted);
  return problems.map((problem) => problem.kind === 'port-taken' && [problem.service, problem.free]);
}

group('the port that is offered for one that is taken', () => {
  it('is the next one that is free, the same each time', async () => {
    expect(await offersOf([8000, 8001], [want('api', 8000)])).toEqual([['api', 8002]]);
    expect(await offersOf([8000, 8001], [want('api', 8000)])).toEqual([['api', 8002]]);
  });

  it('is none that the project itself wants, and none that was offered before', async () => {
    const wanted = [want('api', 8000), want('web', 8001), want('docs', 8002)];
    expect(await offersOf([8000, 8001], wanted)).toEqual([
      ['api', 8003],
      ['web', 8004],
    ]);
  });

  it('is there also for the second of two services that want the same', async () => {
    expect(await offersOf([], [want('api', 8000), want('web', 8000)])).toEqual([['web', 8001]]);
  });

  it('is told with the line that keeps it, or where no key is, with the place to change', () => {
    const taken = { kind: 'port-taken', service: 'api', port: 8000, owner: null, free: 8001 } as const;
    expect(describe({ ...taken, key: 'API_PORT' }).remedy).toContain('writes API_PORT=8001 into .env.local');
    expect(describe({ ...taken, key: null }).remedy).toContain('in the Compose file: 8001 is free');
  });
});
