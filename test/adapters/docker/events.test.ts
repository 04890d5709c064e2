import { afterAll, describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../../src-main/ports/docker.ts';
import { eventually } from '../../support/eventually.ts';
import { expectOk, labProject, never } from './lab-engine.ts';

const lab = await labProject();
const { docker, project } = lab;

/** Everything reported from now on, until the file is through. */
async function following(): Promise<{
  readonly seen: EngineEvent[];
  readonly cancel: AbortController;
  readonly end: Promise<void>;
}> {
  const cancel = new AbortController();
  const seen: EngineEvent[] = [];
  const end = (async () => {
    for await (const event of docker.events(project, cancel.signal)) seen.push(event);
  })();
  afterAll(() => cancel.abort());
  await eventually(() => expect(seen[0]).toEqual({ kind: 'connected' }));
  return { seen, cancel, end };
}

const actionsOf = (events: readonly EngineEvent[], id: string): string[] =>
  events.flatMap((event) => (event.kind === 'container' && event.id === id ? [event.action] : []));

describe('events', () => {
  test('tell of a container from its creation to its end, health included, without the noise of its probes', async () => {
    const { seen } = await following();
    const name = await lab.run('a', 'sleep 300', {
      Healthcheck: { Test: ['CMD', 'true'], Interval: 1e8, Timeout: 5e9 },
    });
    const id = expectOk(await docker.inspectContainer(name, never))?.id ?? '';
    await eventually(() => expect(actionsOf(seen, id)).toContain('health_status: healthy'), 20_000);
    expectOk(await docker.stopContainer(name, 0, never));
    expectOk(await docker.removeContainer(name, never));
    await eventually(() => expect(actionsOf(seen, id)).toContain('destroy'));
    expect(actionsOf(seen, id).slice(0, 3)).toEqual(['create', 'start', 'health_status: healthy']);
    expect(actionsOf(seen, id)).toContain('die');
    expect(actionsOf(seen, id).filter((action) => action.startsWith('exec'))).toEqual([]);
  });

  test('tell of networks and volumes by their prefix, and by their labels where a name is their own', async () => {
    const { seen } = await following();
    const own = `own${project}`;
    for (const name of [`${project}_n`, own]) {
      expectOk(await docker.createNetwork({ Name: name, Labels: lab.labels('') }, never));
      expectOk(await docker.createVolume({ Name: name, Labels: lab.labels('') }, never));
    }
    expectOk(await docker.createVolume({ Name: `${own}foreign`, Labels: {} }, never));
    expectOk(await docker.removeVolume(`${own}foreign`, never));
    for (const name of [`${project}_n`, own]) {
      expectOk(await docker.removeNetwork(name, never));
      expectOk(await docker.removeVolume(name, never));
    }
    const told = (): string[] =>
      seen.flatMap((event) => ('name' in event ? [`${event.kind} ${event.action} ${event.name}`] : []));
    const expected = ['network', 'volume'].flatMap((kind) =>
      ['create', 'destroy'].flatMap((action) => [
        `${kind} ${action} ${project}_n`,
        `${kind} ${action} ${own}`,
      ]),
    );
    await eventually(() => expect(told().toSorted()).toEqual(expected.toSorted()));
  });

  test('know the network and the volume that were there before', async () => {
    const name = `before${project}`;
    expectOk(await docker.createVolume({ Name: name, Labels: lab.labels('') }, never));
    const { seen } = await following();
    await eventually(async () => {
      expectOk(await docker.createVolume({ Name: name, Labels: lab.labels('') }, never));
      expectOk(await docker.removeVolume(name, never));
      expect(seen).toContainEqual({ kind: 'volume', name, action: 'destroy' });
    });
  });

  test('of another project are not told', async () => {
    const { seen } = await following();
    const request = lab.container('foreign', 'true');
    const labels = { 'com.docker.compose.project': `${project}x` };
    expectOk(await docker.createContainer({ ...request, body: { ...request.body, Labels: labels } }, never));
    expectOk(await docker.removeContainer(request.name, never));
    const name = await lab.run('mine', 'true');
    const id = expectOk(await docker.inspectContainer(name, never))?.id ?? '';
    await eventually(() => expect(actionsOf(seen, id)).toContain('start'));
    expect(seen.every((event) => event.kind !== 'container' || event.id === id)).toBe(true);
  });

  test('end with the signal and without a last word', async () => {
    const { seen, cancel, end } = await following();
    cancel.abort();
    await end;
    expect(seen.filter(({ kind }) => kind === 'lost')).toEqual([]);
  });

  test('end when the consumer turns away', async () => {
    for await (const event of docker.events(project, never)) {
      expect(event.kind).toBe('connected');
      break;
    }
  });
});
