import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Project, project } from '../cli/project.ts';
import { ensureImages } from '../lab/images.ts';
import type { Outcome } from '../lab/command.ts';

// Rounds of two doors. Each of them ends in its goal, or hears who is at it.
const rounds = Number(process.env['BERTH_RACES'] ?? 6);
const timeoutMs = Math.max(90_000, rounds * 20_000);

const compose = `
name: NAME
services:
  db:
    image: redis:7
    volumes: ["data:/data"]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, timeout: 5s, retries: 9 }
  web:
    image: busybox:1.36
    command: [sleep, "600"]
    init: true
    stop_grace_period: 1s
    depends_on: { db: { condition: service_healthy } }
volumes: { data: }
`;
const profile = `
berth: 1
project: NAME
database: { service: db, volume: data }
environments: { local: { seed: false } }
`;

type Told = {
  readonly status?: string;
  readonly problems: readonly Readonly<Record<string, unknown>>[];
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly nothingToDo: boolean;
};

let shared: Project;
beforeEach(async () => {
  await ensureImages(['busybox:1.36', 'redis:7']);
  shared = project({ files: { 'compose.yaml': compose, 'berth.yaml': profile } });
});
afterEach(() => shared[Symbol.asyncDispose]());

type Pair = readonly [string, string];
const pairs: readonly Pair[] = [
  ['up', 'up'],
  ['up', 'down'],
  ['reset', 'up'],
  ['down', 'down'],
];
/** Each user has a ledger of generations: that one resets what the other reset is refused as foreign, and is no race. */
const goals = {
  'one user': [...pairs, ['reset', 'reset'], ['undo', 'up'], ['down', 'reset']],
  'two users': pairs,
} satisfies Record<string, readonly Pair[]>;
const words = (goal: string): readonly string[] =>
  goal === 'reset' || goal === 'undo' ? [goal, '--yes', '--json'] : [goal, '--json'];

test.each(['one user', 'two users'] as const)(
  'of two doors of %s at one project never both run, and the one refused hears by whom, what and since when',
  async (who) => {
    const homes = who === 'one user' ? [shared.home, shared.home] : [shared.home, `${shared.home}-2`];
    let refused = 0;
    for (let round = 0; round < Math.ceil(rounds / 2); round += 1) {
      const pair = goals[who][round % goals[who].length] ?? ['up', 'up'];
      const ends = await Promise.all(
        pair.map(
          (goal, index) =>
            shared.start(words(goal), { env: { ...shared.env, BERTH_HOME: homes[index] } }).ended,
        ),
      );
      const told = ends.map((end) => toldOf(end, pair.join('/')));
      refused += told.filter(({ problems }) => problems.some(({ kind }) => kind === 'busy')).length;
      expectApart(told, pair.join('/'));
      await expectMended();
    }
    // It did come to that: two doors that never meet prove nothing.
    if (rounds > 20) expect(refused).toBeGreaterThan(0);
  },
  timeoutMs,
);

/** Ends in its goal, or with one problem that a race may have. */
function toldOf({ stdout, stderr }: Outcome, race: string): Told {
  expect(stderr, race).toBe('');
  const told = JSON.parse(stdout) as Told;
  for (const problem of told.problems) {
    expect(['busy', 'plan-stale', 'nothing-to-undo', 'container-missing'], race).toContain(problem['kind']);
    if (problem['kind'] !== 'busy') continue;
    expect(problem, race).toMatchObject({
      goal: expect.stringMatching(/^(up|down|reset|undo|recovery)$/),
      holder: expect.stringMatching(/^\S+@\S+, process \d+$/),
      since: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/),
    });
  }
  return told;
}

/** Two runs that both did something did it one after the other. */
function expectApart(told: readonly Told[], race: string): void {
  const [first, second] = told
    .filter(({ status, nothingToDo }) => status !== undefined && !nothingToDo)
    .toSorted((a, b) => a.startedAt - b.startedAt);
  if (first !== undefined && second !== undefined)
    expect(second.startedAt, race).toBeGreaterThanOrEqual(first.finishedAt);
}

async function expectMended(): Promise<void> {
  const up = JSON.parse((await shared.berth(['up', '--json'])).stdout) as Told;
  expect(up).toMatchObject({ status: 'done', problems: [] });
  const { containers, networks, volumes } = await shared.objects();
  // What is prepared for the next reset goes on at the engine after the run, and the next door to come clears it away.
  const its = containers.filter((name) => !name.endsWith('.copier'));
  expect(its).toEqual([`${shared.name}-db-1`, `${shared.name}-web-1`]);
  expect(networks).toEqual([`${shared.name}_default`]);
  const kept = new RegExp(`^${shared.name}_data(\\.(g\\d+|golden-[0-9a-f]+))?$`);
  expect(volumes.filter((name) => !kept.test(name))).toEqual([]);
}
