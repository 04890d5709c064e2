import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { nothing } from '../cli/engine-objects.ts';
import type { Outcome } from '../lab/command.ts';
import { ensureImages } from '../lab/images.ts';
import { type Before, type Shared, sharedProject } from './both-tools-project.ts';

// Rounds of `berth` and `docker compose` at one project, which know nothing of each other: docker compose takes no lock.
const asked = process.env['BERTH_RACES'];
const rounds = Number(asked ?? 6);
const timeoutMs = 240_000;
/** No wait of this project is longer, nor is a call of Berth's own; a busy machine included. */
const patienceMs = 90_000;

type Race = {
  readonly berth: readonly string[];
  readonly compose: readonly string[];
  readonly before: Before;
};

const races: readonly Race[] = [
  { berth: ['up'], compose: ['up', '-d'], before: 'nothing' },
  { berth: ['up', '--force-recreate'], compose: ['up', '-d', '--force-recreate'], before: 'all up' },
  { berth: ['up'], compose: ['down'], before: 'a changed file' },
  { berth: ['down'], compose: ['up', '-d'], before: 'a changed file' },
  { berth: ['up'], compose: ['restart'], before: 'a changed file' },
  { berth: ['up'], compose: ['rm', '-sf', 'worker', 'db'], before: 'a changed file' },
  { berth: ['up'], compose: ['up', '-d'], before: 'a changed file' },
  { berth: ['up'], compose: ['down'], before: 'nothing' },
  { berth: ['down'], compose: ['up', '-d'], before: 'all up' },
  { berth: ['down'], compose: ['down'], before: 'all up' },
  { berth: ['up'], compose: ['rm', '-sf', 'web'], before: 'a changed file' },
];
/** How long after Berth the other one sets out; below 0: before it. */
const leadsMs = [300, 0, 700, -300, 500, 1_000, 150, 1_500, -700, 850, 1_200, -1_200];

/** What a run may end with where another program is at the same project. */
const named = ['made-meanwhile', 'container-missing', 'container-exited', 'network-gone', 'in-use'];

// A race comes again with another lead each time.
const drawn = Array.from({ length: rounds }, (_, round) => {
  const race = races[round % races.length];
  const leadMs = leadsMs[((round % races.length) + Math.floor(round / races.length)) % leadsMs.length];
  if (race === undefined || leadMs === undefined) throw new Error('there is no such round');
  const words = `berth ${race.berth.join(' ')} beside docker compose ${race.compose.join(' ')}`;
  return { race, leadMs, name: `${words}, which sets out ${leadMs} ms after it, from ${race.before}` };
});

beforeAll(() => ensureImages(['busybox:1.36']));

test.each(drawn)(
  '$name: it ends as wanted or says what it met, and the next up is as wanted',
  async ({ race, leadMs, name }) => {
    await using shared = await sharedProject(race.before);
    const { project } = shared;
    const [berth, compose] = await Promise.all([
      setOut(-leadMs, () => project.berth([...race.berth, '--json'])),
      setOut(leadMs, () => project.compose(race.compose)),
    ]);
    const met = `${name}\n${inWords(berth)}\n${inWords(compose)}\n${(await shared.found()).join('\n')}`;
    expectNamed(berth, met);
    await expectMended(shared, met);
    const how = saidBy(berth).problems.map(({ kind }) => kind);
    tell(
      `${name}: ${how.join(', ') || 'as wanted'} in ${berth.tookMs} ms; docker compose ended with ${compose.code}`,
    );
  },
  timeoutMs,
);

const tell = (line: string): void => void process.stderr.write(asked === undefined ? '' : `${line}\n`);

type Ended = Outcome & { readonly tookMs: number };

async function setOut(afterMs: number, act: () => Promise<Outcome>): Promise<Ended> {
  if (afterMs > 0) await pause(afterMs);
  const began = Date.now();
  const ended = await act();
  return { ...ended, tookMs: Date.now() - began };
}

type Problem = Readonly<Record<'kind' | 'title' | 'detail', string>>;
type Step = Readonly<Record<'status' | 'service' | 'title' | 'because', string>>;
type Said = { readonly problems: readonly Problem[]; readonly steps?: readonly Step[] };

const saidBy = ({ stdout }: Outcome): Said => JSON.parse(stdout) as Said;

/** What the steps of a run of Berth came to, or what docker compose wrote: for whoever reads why a round failed. */
function inWords({ code, stdout, stderr, tookMs }: Ended): string {
  const { steps = [], problems } = stdout.startsWith('{')
    ? saidBy({ code, stdout, stderr })
    : { problems: [] };
  const done = steps.map((step) => `${step.status} ${step.service} ${step.title} (${step.because})`);
  const told = problems.map((problem) => JSON.stringify(problem));
  return [`ended with ${code} after ${tookMs} ms`, ...done, ...told, stderr].join('\n');
}

/** It ends, and each of its problems has a name and a text of Berth's own. */
function expectNamed(berth: Ended, met: string): void {
  expect(berth.tookMs, `it hangs: ${met}`).toBeLessThan(patienceMs);
  expect(berth.stderr, met).toBe('');
  const { problems } = saidBy(berth);
  expect(berth.code, met).toBe(problems.length === 0 ? 0 : 1);
  for (const { kind, title, detail } of problems) {
    expect(named, met).toContain(kind);
    expect(`${title} ${detail}`, met).not.toMatch(/\bat .*\.m?[jt]s|TypeError|undefined|\(\d{3}\)/);
  }
}

/** One more up makes exactly what is wanted, docker compose finds nothing to do, and Berth takes all of it away. */
async function expectMended({ project, found, expectWanted }: Shared, met: string): Promise<void> {
  const up = await project.berth(['up', '--json']);
  expect(saidBy(up).problems, met).toEqual([]);
  await expectWanted();
  const before = await found();
  const { code, stderr } = await project.compose(['up', '-d']);
  expect({ code, stderr }, met).toEqual({
    code: 0,
    stderr: expect.not.stringMatching(/recreate|created|starting|orphan/i),
  });
  expect(await found(), met).toEqual(before);
  const down = await project.berth(['down', '-v', '--yes', '--json']);
  expect(saidBy(down).problems, met).toEqual([]);
  expect(await found(), met).toEqual([]);
  expect(await project.objects(), met).toEqual(nothing);
  const left = readdirSync(project.home, { recursive: true, encoding: 'utf8' });
  expect(
    left.filter((file) => file.includes('.lock')),
    met,
  ).toEqual([]);
}
