import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { freePort, type Project, project } from '../cli/project.ts';
import { nothing } from '../cli/engine-objects.ts';
import { demand, type Outcome } from '../lab/command.ts';
import { ensureImages } from '../lab/images.ts';

// Rounds of `berth` and `docker compose` at one project, which know nothing of each other: compose takes no lock.
const asked = process.env['BERTH_RACES'];
const rounds = Number(asked ?? 4);
const timeoutMs = 240_000;
/** No wait of this project is longer, nor is a call of Berth's own; a busy machine included. */
const patienceMs = 90_000;

const check = '{ test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 5s, retries: 9 }';
const serves = (ready: string): string => `
    image: busybox:1.36
    command: [sh, -c, "${ready}"]
    init: true
    stop_grace_period: 1s
    networks: [back]
    environment: { VERSION: "1" }`;
const compose = `
name: NAME
services:
  db:${serves('touch /tmp/ready; sleep 600')}
    volumes: ["data:/data"]
    healthcheck: ${check}
  web:${serves('mkdir /www; echo $$VERSION > /www/index.html; httpd -f -p 80 -h /www')}
    ports: ["127.0.0.1:PORT:80"]
    depends_on: { db: { condition: service_healthy } }
  worker:${serves('sleep 600')}
    scale: 2
    depends_on: { db: { condition: service_healthy } }
volumes: { data: }
networks: { back: }
`;

type Race = {
  readonly berth: readonly string[];
  readonly compose: readonly string[];
  /** What there is when both set out: nothing; all as the file says; or all as it said before it was changed. */
  readonly from: 'nothing' | 'all up' | 'a changed file';
};

const races: readonly Race[] = [
  { berth: ['up'], compose: ['up', '-d'], from: 'nothing' },
  { berth: ['up'], compose: ['up', '-d'], from: 'a changed file' },
  { berth: ['up', '--force-recreate'], compose: ['up', '-d', '--force-recreate'], from: 'all up' },
  { berth: ['up'], compose: ['down'], from: 'a changed file' },
  { berth: ['up'], compose: ['down'], from: 'nothing' },
  { berth: ['down'], compose: ['up', '-d'], from: 'all up' },
  { berth: ['down'], compose: ['up', '-d'], from: 'a changed file' },
  { berth: ['down'], compose: ['down'], from: 'all up' },
  { berth: ['up'], compose: ['restart'], from: 'a changed file' },
  { berth: ['up'], compose: ['rm', '-sf', 'web'], from: 'a changed file' },
  { berth: ['up'], compose: ['rm', '-sf', 'worker', 'db'], from: 'a changed file' },
];
/** How long after Berth the other one sets out; below 0: before it. Berth asks the engine first after some 400 ms. */
const leadsMs = [300, 0, 700, -300, 500, 1_000, 150, 1_500, -700, 850, 1_200, -1_200];

/** What a run may end with when another tool is at the project too. */
const named = ['made-meanwhile', 'container-missing', 'container-exited', 'network-gone', 'in-use'];

const words = (race: Race): string =>
  `berth ${race.berth.join(' ')} beside docker compose ${race.compose.join(' ')}, from ${race.from}`;

// A race comes again with another lead each time.
const drawn = Array.from({ length: rounds }, (_, round) => {
  const race = races[round % races.length] ?? races[0];
  const leadMs = leadsMs[((round % races.length) + Math.floor(round / races.length)) % leadsMs.length] ?? 0;
  return { name: `${race === undefined ? '' : words(race)}, ${leadMs} ms after it`, race, leadMs, round };
});

beforeAll(() => ensureImages(['busybox:1.36']));

test.each(drawn)(
  'round $round: $name',
  async ({ race, leadMs }) => {
    if (race === undefined) throw new Error('there is no such race');
    await using it = await laidOut(race);
    const [berth, other] = await Promise.all([
      after(-leadMs, () => timed(it.berth([...race.berth, '--json']))),
      after(leadMs, () => timed(it.compose(race.compose))),
    ]);
    const met = `berth ${told(berth)}\ndocker compose ${told(other)}\n${await state(it)}`;
    tell(
      `${words(race)}, ${leadMs} ms: berth ${kindsOf(berth)} in ${berth.tookMs} ms, compose ${other.code} in ${other.tookMs} ms`,
    );
    try {
      expectNamed(berth, met);
      await expectMended(it, race, met);
    } catch (error) {
      tell('FAULT ' + String(error));
      throw error;
    }
  },
  timeoutMs,
);

const tell = (line: string): void => void process.stderr.write(asked === undefined ? '' : `${line}\n`);

type Timed = Outcome & { readonly tookMs: number };

/** What Berth's steps came to, or what docker compose wrote. */
function told({ code, stdout, stderr, tookMs }: Timed): string {
  const said = stdout.startsWith('{') ? (JSON.parse(stdout) as Said) : null;
  const steps =
    said?.steps?.map((step) => `${step.status} ${step.service} ${step.title} (${step.because})`) ?? [];
  const problems = said?.problems.map((problem) => JSON.stringify(problem)) ?? [stdout];
  return [`ended with ${code} after ${tookMs} ms`, ...steps, ...problems, stderr].join('\n');
}

async function after<T>(ms: number, act: () => Promise<T>): Promise<T> {
  if (ms > 0) await pause(ms);
  return act();
}

async function timed(outcome: Promise<Outcome>): Promise<Timed> {
  const began = Date.now();
  const ended = await outcome;
  return { ...ended, tookMs: Date.now() - began };
}

/** A project in the state that the race begins in; a file lies in its volume where there is one. */
async function laidOut({ from }: Race): Promise<Project> {
  const port = String(await freePort());
  const it = project({ files: { 'compose.yaml': compose.replace('PORT', port) } });
  if (from === 'nothing') return it;
  const up = await it.compose(['up', '-d', '--wait']);
  expect(up.code, up.stderr).toBe(0);
  await it.compose(['exec', '-T', 'db', 'touch', '/data/kept']);
  if (from === 'a changed file') it.edit('compose.yaml', (text) => text.replaceAll('"1" }', '"2" }'));
  return it;
}

type Told = { readonly kind: string; readonly title: string; readonly detail: string };
type Said = {
  readonly problems: readonly Told[];
  readonly steps?: readonly Readonly<Record<'status' | 'service' | 'title' | 'because', string>>[];
};

const problemsOf = ({ stdout }: Outcome): readonly Told[] => (JSON.parse(stdout) as Said).problems;

const kindsOf = (ended: Timed): string =>
  ended.stdout.startsWith('{')
    ? problemsOf(ended)
        .map(({ kind }) => kind)
        .join(' ') || 'as wanted'
    : 'without a word';

/** As wanted, or with problems that have a name and a text; one about a name says whose it is. */
function expectNamed(berth: Timed, met: string): void {
  expect(berth.tookMs, `it hangs\n${met}`).toBeLessThan(patienceMs);
  expect(berth.stderr, met).toBe('');
  const problems = problemsOf(berth);
  expect(berth.code === 0, met).toBe(problems.length === 0);
  for (const { kind, title, detail } of problems) {
    expect(named, met).toContain(kind);
    expect(`${title} ${detail}`, met).not.toMatch(/\bat .*\.m?[jt]s|TypeError|undefined|\(\d{3}\)/);
    if (kind === 'name-taken')
      expect(detail, met).toMatch(/^(Service \w+ of project |Container [0-9a-f]{12})/);
  }
}

/** One more up makes exactly what is wanted, docker compose agrees, and Berth takes all of it away. */
async function expectMended(it: Project, { from }: Race, met: string): Promise<void> {
  const up = await timed(it.berth(['up', '--json']));
  expect(problemsOf(up), `${met}\nthen berth ${told(up)}`).toEqual([]);
  const before = await state(it);
  expectWanted(it, before, met);
  expect(await served(it), met).toBe(from === 'a changed file' ? '2\n' : '1\n');
  if (from !== 'nothing') {
    const kept = await it.compose(['exec', '-T', 'db', 'test', '-e', '/data/kept']);
    expect(kept.code, `${met}\nthe data is gone: ${kept.stderr}`).toBe(0);
  }
  const { code, stderr } = await it.compose(['up', '-d']);
  expect(code, `${met}\n${stderr}`).toBe(0);
  expect(stderr, met).not.toMatch(/recreate|created|starting|orphan/i);
  expect(await state(it), met).toBe(before);
  const down = await timed(it.berth(['down', '-v', '--yes', '--json']));
  expect(problemsOf(down), `${met}\nthen berth ${told(down)}`).toEqual([]);
  expect(await state(it), met).toBe('');
  expect(await it.objects(), met).toEqual(nothing);
  const locks = readdirSync(it.home, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('.lock'),
  );
  expect(locks, met).toEqual([]);
}

/** Each replica once, under the name of its number, running, on the one network of that name. */
function expectWanted({ name }: Project, found: string, met: string): void {
  const lines = found.split('\n').map((line) => line.replaceAll(`${name}-`, '').split(' '));
  const networks = lines.filter(([what]) => what === 'network');
  expect(
    networks.map(([, , called]) => called),
    met,
  ).toEqual([`${name}_back`]);
  expect(
    lines.filter(([what]) => what === 'volume'),
    met,
  ).toEqual([['volume', `${name}_data`]]);
  const containers = lines.filter(([what]) => what === 'container');
  expect(
    containers.map(([, , service]) => service),
    `${met}\n${found}`,
  ).toEqual(['db', 'web', 'worker', 'worker']);
  for (const [, , service, number, called, status, attached] of containers) {
    expect(called, met).toBe(`${service}-${number}`);
    expect([status, attached], `${met}\n${found}`).toEqual(['running', networks[0]?.[1]]);
  }
}

const labelled = (what: string, service: string): string =>
  `{{index .${what} "com.docker.compose.${service}"}}`;

/** A line for each thing that carries the project's label: its id, its name, and what the race may have got wrong of it. */
async function state({ name }: Project): Promise<string> {
  const filter = ['--filter', `label=com.docker.compose.project=${name}`];
  const labels = ['service', 'container-number'].map((label) => labelled('Config.Labels', label)).join(' ');
  const attached = '{{range .NetworkSettings.Networks}}{{.NetworkID}}{{end}}';
  const format = `container {{.Id}} ${labels} {{slice .Name 1}} {{.State.Status}} ${attached}`;
  const ids = (await demand('docker', ['ps', '-aq', ...filter])).split('\n').filter(Boolean);
  const containers = ids.length === 0 ? '' : await inspect(ids, format);
  const networkFormat = 'network {{.ID}} {{.Name}}';
  const networks = await demand('docker', [
    'network',
    'ls',
    '--no-trunc',
    ...filter,
    '--format',
    networkFormat,
  ]);
  const volumes = await demand('docker', ['volume', 'ls', ...filter, '--format', 'volume {{.Name}}']);
  const byService = containers.split('\n').toSorted((a, b) => (a.slice(75) < b.slice(75) ? -1 : 1));
  return [...byService, ...networks.split('\n'), ...volumes.split('\n')].filter(Boolean).join('\n');
}

const inspect = (ids: readonly string[], format: string): Promise<string> =>
  demand('docker', ['container', 'inspect', '--format', format, ...ids]);

/** What answers at the published port. */
async function served(it: Project): Promise<string> {
  const port = /127\.0\.0\.1:(\d+):/.exec((await it.compose(['config'])).stdout)?.[1];
  const published = port ?? (await it.compose(['port', 'web', '80'])).stdout.trim().split(':').at(-1);
  const answer = await fetch(`http://127.0.0.1:${published}/`);
  return answer.text();
}
