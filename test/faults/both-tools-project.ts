import { expect } from 'vitest';
import { freePort, type Project, project } from '../cli/project.ts';
import { demand, run } from '../lab/command.ts';
import { eventually } from '../support/eventually.ts';

const check = '{ test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 5s, retries: 9 }';
const serves = (command: string): string => `
    image: busybox:1.36
    command: [sh, -c, "${command}"]
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

/** What there is before anything begins: nothing; all as the file says; or all as it said before it was changed. */
export type Before = 'nothing' | 'all up' | 'a changed file';

/** A project that both tools work on, and what the engine has of it. */
export type Shared = AsyncDisposable & {
  readonly project: Project;
  /**
   * A line for each thing with the project's label, sorted: `container service number name state id network-id`,
   * `network name id`, `volume name`.
   */
  readonly found: () => Promise<readonly string[]>;
  /** Fails unless each replica runs once, under the name of its number, on the one network, and `web` serves what the file says. */
  readonly expectWanted: () => Promise<void>;
};

/** Lays it out as it is to be before; where there is a volume by then, a file lies in it. */
export async function sharedProject(before: Before): Promise<Shared> {
  const port = await freePort();
  const its = project({ files: { 'compose.yaml': compose.replace('PORT', String(port)) } });
  if (before !== 'nothing') {
    const up = await its.compose(['up', '-d', '--wait']);
    expect(up.code, up.stderr).toBe(0);
    await its.compose(['exec', '-T', 'db', 'touch', '/data/kept']);
  }
  if (before === 'a changed file') its.edit('compose.yaml', (text) => text.replaceAll('"1" }', '"2" }'));
  const found = (): Promise<readonly string[]> => foundOf(its.name);
  return {
    project: its,
    found,
    expectWanted: async () => {
      expect(inWords(await found(), its.name)).toEqual(wanted);
      await eventually(async () => {
        const served = await (await fetch(`http://127.0.0.1:${port}/`)).text();
        expect(served).toBe(before === 'a changed file' ? '2\n' : '1\n');
      });
      if (before === 'nothing') return;
      const kept = await its.compose(['exec', '-T', 'db', 'ls', '/data']);
      expect(kept).toMatchObject({ code: 0, stdout: 'kept\n' });
    },
    [Symbol.asyncDispose]: () => its[Symbol.asyncDispose](),
  };
}

const wanted = [
  'db running',
  'web running',
  'worker running',
  'worker running',
  'the network of the file',
  'the volume of the file',
];

/** The same in words, where all is well; else as it was found. */
function inWords(found: readonly string[], project: string): readonly string[] {
  const network = found.find((line) => line.startsWith('network'))?.split(' ')[2] ?? 'none';
  return found.map((line) => {
    const [kind = '', ...words] = line.split(' ');
    if (line.startsWith(`network ${project}_back `)) return 'the network of the file';
    if (line === `volume ${project}_data`) return 'the volume of the file';
    const [service, number, name, state, , attached] = words;
    const isWell = kind === 'container' && name === `${project}-${service}-${number}` && attached === network;
    return isWell ? `${service} ${state}` : line;
  });
}

const label = (name: string): string => `{{index .Config.Labels "com.docker.compose.${name}"}}`;
const attached = '{{range .NetworkSettings.Networks}}{{.NetworkID}}{{end}}';
const container = `container ${label('service')} ${label('container-number')} {{slice .Name 1}} {{.State.Status}} {{.Id}} ${attached}`;

async function foundOf(project: string): Promise<readonly string[]> {
  const its = ['--filter', `label=com.docker.compose.project=${project}`];
  const ids = lines(await demand('docker', ['ps', '--all', '--quiet', ...its]));
  const inspect = ['container', 'inspect', '--format', container, ...ids];
  const texts = await Promise.all([
    // One that goes meanwhile is left out.
    ids.length === 0 ? '' : run('docker', inspect).then(({ stdout }) => stdout),
    demand('docker', ['network', 'ls', '--no-trunc', ...its, '--format', 'network {{.Name}} {{.ID}}']),
    demand('docker', ['volume', 'ls', ...its, '--format', 'volume {{.Name}}']),
  ]);
  return texts.flatMap(lines).toSorted();
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
