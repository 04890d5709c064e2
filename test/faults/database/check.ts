import { type DatabaseProject, journalRecords } from './project.ts';
import { volumeHash } from './tree-hash.ts';

/** What a project held before a run that was killed. */
export type Before = {
  readonly rows: readonly string[];
  /** The engine's name of the live volume. */
  readonly live: string;
  /** Of the live volume at rest; null for a server whose files change by its running. */
  readonly liveHash: string | null;
  readonly foreignHash: string;
};

/** What may be live after a recovery: the data as it was, or what the run was to make live. */
export type Expected = { readonly before: Before; readonly made: readonly string[] };

const format =
  '{{.Name}}|{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{end}}|{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}';

/**
 * Judges a project after recovery by the engine's own words, the files of its volumes and the lines of the journal, with no
 * code of Berth's. Returns what is wrong, empty where nothing is, and which data is live.
 */
export async function check(
  project: DatabaseProject,
  { before, made }: Expected,
): Promise<{ readonly faults: readonly string[]; readonly live: 'old' | 'new' }> {
  const faults: string[] = [];
  const containers = await containersOf(project);
  const records = await journalRecords(project);
  const moved = records.findLast(({ kind }) => kind === 'pointer moved')?.['physical'];
  const pointer = typeof moved === 'string' ? moved : `${project.name}_dbdata`;
  const names = containers.map(({ name }) => name).filter((name) => !name.endsWith('.copier'));
  const wanted = ['api', 'db', 'worker'].map((service) => `${project.name}-${service}-1`);
  if (names.join() !== wanted.join()) faults.push(`containers: ${names.join(' ')}`);
  for (const { name, state, health } of containers.filter((each) => wanted.includes(each.name)))
    if (state !== 'running' || health === 'unhealthy') faults.push(`${name} is ${state} ${health}`);
  const mounted = containers.find(({ name }) => name === `${project.name}-db-1`)?.volumes ?? [];
  // I2: the live database is exactly the old or exactly the new one, and the ledger knows which.
  if (!mounted.includes(pointer)) faults.push(`I2: the ledger says ${pointer}, mounted is ${mounted.join()}`);
  const live = pointer === before.live ? 'old' : 'new';
  const rows = await project.rows().catch((error: unknown) => [String(error)]);
  const expected = live === 'old' ? before.rows : made;
  if (rows.join() !== expected.join()) faults.push(`I2: ${live} is live, with the rows ${rows.join()}`);
  // I1: the old data is there, whole.
  const hash = await volumeHash(project, before.live).catch((error: unknown) => String(error));
  if (before.liveHash !== null && hash !== before.liveHash) faults.push(`I1: ${before.live} has changed`);
  // I3: no other volume has.
  if ((await volumeHash(project, project.foreign)) !== before.foreignHash) faults.push('I3: it has changed');
  faults.push(...(await strays(project, records)));
  return { faults, live };
}

/** Networks, and volumes that the ledger does not account for. */
async function strays(
  project: DatabaseProject,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<readonly string[]> {
  const own = (text: string): string[] => text.split('\n').filter((name) => name.startsWith(project.name));
  const networks = own(await project.docker('network', 'ls', '--format', '{{.Name}}'));
  const volumes = own(await project.docker('volume', 'ls', '--format', '{{.Name}}'));
  const copiers = (await containersOf(project)).filter(({ name }) => name.endsWith('.copier'));
  const filled = copiers.map(({ name }) => name.slice(0, -'.copier'.length));
  const whole = records
    .filter(({ kind }) =>
      [
        'pointer moved',
        'generation prepared',
        'golden frozen',
        'snapshot taken',
        // Never deleted: an engine that was killed while it made it left it without a label.
        'volume abandoned',
      ].includes(String(kind)),
    )
    .map(({ physical }) => String(physical));
  const known = [...whole, ...filled, project.foreign, `${project.name}_dbdata`];
  return [
    ...networks.filter((name) => name !== `${project.name}_default`).map((name) => `network ${name} is left`),
    ...volumes.filter((name) => !known.includes(name)).map((name) => `volume ${name} is left`),
  ];
}

async function containersOf(project: DatabaseProject) {
  const ids = (await project.docker('ps', '-aq', '--filter', `name=^${project.name}[-_]`))
    .split('\n')
    .filter(Boolean);
  if (ids.length === 0) return [];
  const text = await project.docker('inspect', '--format', format, ...ids);
  return text
    .split('\n')
    .map((line) => {
      const [name = '', state = '', health = '', volumes = ''] = line.split('|');
      return { name: name.replace(/^\//, ''), state, health, volumes: volumes.split(' ').filter(Boolean) };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
