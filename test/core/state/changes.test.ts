import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvironmentView, ServiceView } from '../../../src-main/contract/view.ts';
import { applyChanges, changes } from '../../../src-main/core/state/changes.ts';
import { initialState } from '../../../src-main/core/state/state.ts';
import { view } from '../../../src-main/core/state/view.ts';

const empty = view(initialState({ id: 'i', dir: '/p', environment: 'local' }));

const serviceView = (name: string): fc.Arbitrary<ServiceView> =>
  fc.record({
    name: fc.constant(name),
    image: fc.constantFrom('a:1', 'b:2'),
    state: fc.constantFrom('absent', 'running', 'exited'),
    health: fc.constantFrom('none', 'healthy'),
    verdict: fc.constantFrom('green', 'failing', 'idle'),
    cause: fc.option(fc.constantFrom('x', 'y')),
    chain: fc.array(
      fc.record({ service: fc.constant(name), text: fc.constantFrom('t', 'u'), evidence: fc.constant(null) }),
      { maxLength: 2 },
    ),
    ports: fc.constant([]),
    url: fc.constant(null),
    container: fc.constant(null),
    containerId: fc.constant(null),
    startedAt: fc.option(fc.nat({ max: 3 })),
    restarts: fc.nat({ max: 2 }),
    exitCode: fc.constant(null),
    running: fc.constant(1),
    wanted: fc.constant(1),
    commands: fc.constant([]),
  });

const environmentView: fc.Arbitrary<EnvironmentView> = fc
  .record({
    names: fc.shuffledSubarray(['db', 'api', 'web', 'cache']),
    warnings: fc.array(fc.constantFrom('w', 'v'), { maxLength: 2 }),
    orphans: fc.constantFrom<EnvironmentView['orphans']>(
      [],
      [{ container: 'p-old-1', service: 'old', state: 'running', files: [] }],
    ),
    suggestedDatabase: fc.constantFrom(null, { service: 'db', volume: 'dbdata' }),
    engine: fc.constantFrom<EnvironmentView['engine']>(
      { state: 'connecting' },
      { state: 'unreachable', problem: { kind: 'nothing-to-undo' } },
    ),
  })
  .chain(({ names, ...own }) =>
    fc.tuple(...names.map(serviceView)).map((services) => ({ ...empty, ...own, services })),
  );

describe('changes between two views', () => {
  it('applied to the one give the other, through the wire too', () => {
    fc.assert(
      fc.property(environmentView, environmentView, (before, after) => {
        const delta = changes(before, after);
        const sent = delta === null ? null : (JSON.parse(JSON.stringify(delta)) as typeof delta);
        expect(sent === null ? before : applyChanges(before, sent)).toEqual(after);
      }),
    );
  });

  it('are none between a view and its copy', () => {
    fc.assert(
      fc.property(environmentView, (one) => {
        expect(changes(one, structuredClone(one))).toBeNull();
      }),
    );
  });

  it('name only the services that differ', () => {
    const [a, b] = fc.sample(fc.tuple(serviceView('a'), serviceView('b')), 1)[0] ?? [];
    if (a === undefined || b === undefined) throw new Error('no sample');
    const before = { ...empty, services: [a, b] };
    const after = { ...empty, services: [a, { ...b, restarts: b.restarts + 1 }] };
    expect(changes(before, after)).toEqual({ set: {}, services: [after.services[1]], order: null });
  });
});
