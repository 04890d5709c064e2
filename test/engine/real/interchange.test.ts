import { describe, expect, it } from 'vitest';
import { attributeProjects } from './interchange-attributes.ts';
import { atMost, interchange } from './interchange-place.ts';
import { interchangeProjects } from './interchange-projects.ts';

const projects = Object.entries({ ...interchangeProjects, ...attributeProjects });
const inTurn = atMost(3);
const recreates = /recreate/i;
const named = (name: string) => projects.find(([other]) => other === name)?.[1] ?? {};
/** What a run did to containers beyond starting again what had ended. */
const made = (run: { readonly steps: readonly { readonly title: string }[] }): string[] =>
  run.steps.map(({ title }) => title).filter((title) => !/^(?:start|wait|run post_start)/.test(title));

describe.concurrent.each(projects)('%s', (_, files) => {
  it('what Berth brought up, docker compose leaves as it is and takes down whole', ({ expect }) =>
    inTurn(() =>
      interchange(files, async ({ berth, compose, containers, leftovers }) => {
        await berth('up');
        const before = await containers();
        expect(await compose('up', '-d')).not.toMatch(recreates);
        expect(await containers()).toEqual(before);
        await compose('down', '-v');
        expect(await leftovers()).toEqual([]);
      }),
    ));

  it('what docker compose brought up, Berth leaves as it is, takes down whole, and makes again just so', ({
    expect,
  }) =>
    inTurn(() =>
      interchange(files, async ({ berth, compose, containers, inspected, leftovers }) => {
        await compose('up', '-d');
        const before = await containers();
        const told = await inspected();
        expect(made(await berth('up'))).toEqual([]);
        expect(await containers()).toEqual(before);
        await berth({ goal: 'down', services: [], flags: { removeVolumes: true } });
        expect(await leftovers()).toEqual([]);
        await berth('up');
        expect(await inspected()).toEqual(told);
      }),
    ));
});

describe.concurrent('after', () => {
  const sleeps = 'image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s';
  const app = { 'compose.yaml': `services: { app: { ${sleeps} }, other: { ${sleeps} } }\n` };

  it('a scale by either tool the other keeps every container and its number', ({ expect }) =>
    inTurn(() =>
      interchange(app, async ({ berth, compose, containers, project }) => {
        const scaled = (count: number) =>
          ({ goal: 'up', services: [], flags: { scale: { app: count } } }) as const;
        await berth(scaled(3));
        const three = await containers();
        expect(await compose('up', '-d', '--scale', 'app=3')).not.toMatch(recreates);
        expect(await containers()).toEqual(three);
        await compose('up', '-d', '--scale', 'app=2');
        const two = await containers();
        expect(Object.keys(two).sort()).toEqual([
          `${project}-app-1`,
          `${project}-app-2`,
          `${project}-other-1`,
        ]);
        expect(made(await berth(scaled(2)))).toEqual([]);
        await berth(scaled(3));
        expect(await compose('up', '-d', '--scale', 'app=3')).not.toMatch(recreates);
        expect(Object.keys(await containers())).toContain(`${project}-app-3`);
      }),
    ));

  it('a change in an override file both make anew the same container, once', ({ expect }) =>
    inTurn(() =>
      interchange(app, async ({ berth, compose, containers, write }) => {
        await compose('up', '-d');
        const before = await containers();
        await write({ 'compose.override.yaml': 'services: { app: { environment: { A: "1" } } }\n' });
        await berth('up');
        const after = await containers();
        expect(Object.keys(after).filter((name) => after[name] !== before[name])).toHaveLength(1);
        expect(await compose('up', '-d')).not.toMatch(recreates);
        expect(await containers()).toEqual(after);
        await write({ 'compose.override.yaml': 'services: { app: { environment: { A: "2" } } }\n' });
        await compose('up', '-d');
        const again = await containers();
        expect(made(await berth('up'))).toEqual([]);
        expect(await containers()).toEqual(again);
      }),
    ));

  it('a profile was turned on by either tool the other leaves its containers alone, with and without it', ({
    expect,
  }) =>
    inTurn(() =>
      interchange(named('profiles'), async ({ berth, compose, containers, leftovers, project }) => {
        await berth('up', { profiles: ['debug'] });
        const before = await containers();
        expect(Object.keys(before)).toContain(`${project}-debug-1`);
        expect(await compose('--profile', 'debug', 'up', '-d')).not.toMatch(recreates);
        const without = await compose('up', '-d');
        expect(without).not.toMatch(/recreate|orphan/i);
        expect(await berth('up')).toMatchObject({ steps: [], warnings: [] });
        expect(await containers()).toEqual(before);
        await berth('down', { profiles: ['debug'] });
        expect(await leftovers()).toEqual([]);
      }),
    ));

  it('a lender made anew takes its sharers along, and docker compose agrees', ({ expect }) =>
    inTurn(() =>
      interchange(named('shared namespaces'), async ({ berth, compose, containers, write }) => {
        await berth('up');
        const before = await containers();
        const text = named('shared namespaces')['compose.yaml'] ?? '';
        await write({ 'compose.yaml': text.replace('ipc: shareable', 'ipc: shareable, labels: { a: b }') });
        await berth('up');
        const after = await containers();
        expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
        expect(Object.keys(after).filter((name) => after[name] === before[name])).toEqual([]);
        expect(await compose('up', '-d')).not.toMatch(recreates);
        expect(await containers()).toEqual(after);
      }),
    ));

  it('a lender was made anew alone by docker compose, Berth makes its sharers anew', ({ expect }) =>
    inTurn(() =>
      interchange(named('shared namespaces'), async ({ berth, compose, containers, project }) => {
        await compose('up', '-d');
        await compose('up', '-d', '--force-recreate', '--no-deps', 'base');
        const before = await containers();
        await berth('up');
        const after = await containers();
        expect(Object.keys(after).filter((name) => after[name] === before[name])).toEqual([
          `${project}-base-1`,
        ]);
        expect(await compose('up', '-d')).not.toMatch(recreates);
        expect(await containers()).toEqual(after);
      }),
    ));
});

it('there are thirty projects or more', () => {
  expect(projects.length).toBeGreaterThanOrEqual(30);
});
