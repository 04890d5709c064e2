import { describe, expect, it } from 'vitest';
import type { PlanWish } from '../../../src-main/engine/desk.ts';
import { eventually } from '../../support/eventually.ts';
import { type Interchange, interchange } from './interchange-place.ts';
import { docker } from './real-desk.ts';

// What docker compose's own tests ask of these verbs, asked of Berth on a real engine.

const sleeps = 'image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s';
const wish = (
  goal: PlanWish['goal'],
  services: readonly string[] = [],
  flags: PlanWish['flags'] = {},
): PlanWish => ({
  goal,
  services,
  flags,
});
const project = (text: string) => ({ 'compose.yaml': text });

/** `{ app: running, … }` by service; replicas apart from the first by their number. */
async function states({ project: name }: Interchange): Promise<Record<string, string>> {
  const filter = `label=com.docker.compose.project=${name}`;
  const lines = await docker('ps', '-a', '--filter', filter, '--format', '{{.Names}} {{.State}}');
  return Object.fromEntries(
    lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' '))
      .map(([container = '', state = '']) => [container.replace(`${name}-`, '').replace(/-1$/, ''), state]),
  );
}

const changedOf = (before: Record<string, string>, after: Record<string, string>): string[] =>
  Object.keys(after)
    .filter((name) => after[name] !== before[name])
    .sort();

describe('start, stop and restart', () => {
  const chain = project(`
services:
  db: { ${sleeps}, healthcheck: { test: ["CMD", "true"], interval: 1s } }
  api: { ${sleeps}, depends_on: { db: { condition: service_healthy, restart: true } } }
  other: { ${sleeps} }
`);

  it('stop one and start it again: the rest runs on, and no container is made anew', () =>
    interchange(chain, async (it) => {
      await it.berth('up');
      const before = await it.containers();
      await it.berth(wish('stop', ['db']));
      expect(await states(it)).toEqual({ db: 'exited', api: 'running', other: 'running' });
      await it.berth(wish('stop'));
      await it.berth(wish('start', ['api']));
      expect(await states(it)).toEqual({ db: 'running', api: 'running', other: 'exited' });
      const rest = await it.berth(wish('start'));
      expect(
        rest.steps.flatMap(({ service, title }) => (title === 'start container' ? service : [])),
      ).toEqual(['other']);
      // The engine itself looks at its own interval; until then there is something to wait for.
      await eventually(async () => expect((await it.berth(wish('start'))).nothingToDo).toBe(true), 10_000);
      expect(await it.containers()).toEqual(before);
    }));

  it('start of what was never made names it and starts nothing', () =>
    interchange(chain, async (it) => {
      const { problems } = await it.attempt(wish('start', ['api']));
      expect(problems).toEqual([
        { kind: 'container-missing', service: 'db', container: null },
        { kind: 'container-missing', service: 'api', container: null },
      ]);
      expect(await it.containers()).toEqual({});
    }));

  it('start goes on without what was never made, as docker compose does', () =>
    interchange(project(`services: { a: { ${sleeps} }, b: { ${sleeps} } }`), async (it) => {
      await it.berth(wish('up', ['a']));
      for (const start of [() => it.compose('start'), () => it.berth(wish('start'))]) {
        await it.berth(wish('stop'));
        await start();
        expect(await states(it)).toEqual({ a: 'running' });
      }
    }));

  it('restart takes along who says restart: true, waits for what answers, and keeps the containers', () =>
    interchange(chain, async (it) => {
      await it.berth('up');
      const [before, started] = [await it.containers(), await startTimes(it)];
      await it.berth(wish('restart', ['db'], { graceSeconds: 1 }));
      const after = await startTimes(it);
      expect(changedOf(started, after)).toEqual(['api', 'db']);
      expect(Date.parse(after['api'] ?? '')).toBeGreaterThan(Date.parse(after['db'] ?? ''));
      expect(await it.containers()).toEqual(before);
      await it.berth(wish('restart', ['db'], { noDeps: true }));
      expect(changedOf(after, await startTimes(it))).toEqual(['db']);
    }));
});

async function startTimes({ containers, project: name }: Interchange): Promise<Record<string, string>> {
  const ids = Object.values(await containers());
  const lines = await docker('container', 'inspect', '--format', '{{.Name}} {{.State.StartedAt}}', ...ids);
  return Object.fromEntries(
    lines.split('\n').map((line) => {
      const [container = '', at = ''] = line.split(' ');
      return [container.replace(`/${name}-`, '').replace(/-1$/, ''), at];
    }),
  );
}

describe('rm, pause and kill', () => {
  const two = project(`services: { a: { ${sleeps}, volumes: [/anonymous] }, b: { ${sleeps} } }\n`);

  it('rm removes what does not run; with stop first the rest too, with its anonymous volumes where asked', () =>
    interchange(two, async (it) => {
      await it.berth('up');
      await it.berth(wish('stop', ['b']));
      expect((await it.berth(wish('remove'))).warnings).toEqual([
        `What runs stays: ${it.project}-a-1. --stop stops it first.`,
      ]);
      expect(await states(it)).toEqual({ a: 'running' });
      await it.berth(wish('remove', ['a'], { stopFirst: true, removeVolumes: true }));
      expect((await it.leftovers()).length).toBe(1);
    }));

  it('pause freezes, up and start let go on, and kill sends the signal it is given', () =>
    interchange(two, async (it) => {
      await it.berth('up');
      const before = await it.containers();
      await it.berth(wish('pause', ['a']));
      expect(await states(it)).toEqual({ a: 'paused', b: 'running' });
      await it.berth('up');
      await it.berth(wish('pause'));
      await it.berth(wish('unpause'));
      expect(await states(it)).toEqual({ a: 'running', b: 'running' });
      await it.berth(wish('kill', ['a']));
      expect(await states(it)).toEqual({ a: 'exited', b: 'running' });
      expect(await it.containers()).toEqual(before);
    }));
});

describe('the flags of up', () => {
  it('force recreate, no recreate and no deps do what they say; dependencies only when asked', () =>
    interchange(
      project(`services: { db: { ${sleeps} }, api: { ${sleeps}, depends_on: [db] } }\n`),
      async (it) => {
        await it.berth('up');
        const first = await it.containers();
        await it.berth(wish('up', ['api'], { recreate: 'always' }));
        const second = await it.containers();
        expect(changedOf(first, second)).toEqual([`${it.project}-api-1`]);
        await it.berth(wish('up', ['api'], { recreate: 'always', recreateDependencies: true }));
        const third = await it.containers();
        expect(changedOf(second, third)).toEqual([`${it.project}-api-1`, `${it.project}-db-1`]);
        await it.write(
          project(
            `services: { db: { ${sleeps}, labels: { a: b } }, api: { ${sleeps}, depends_on: [db] } }\n`,
          ),
        );
        expect((await it.berth(wish('up', [], { recreate: 'never' }))).nothingToDo).toBe(true);
        expect((await it.berth(wish('up', ['api'], { noDeps: true }))).nothingToDo).toBe(true);
        await it.berth('up');
        expect(changedOf(third, await it.containers())).toEqual([`${it.project}-db-1`]);
      },
    ));

  it('no start makes containers and starts none', () =>
    interchange(project(`services: { a: { ${sleeps} } }\n`), async (it) => {
      await it.berth(wish('up', [], { starts: false }));
      expect(await states(it)).toEqual({ a: 'created' });
      expect(await it.compose('up', '-d')).not.toMatch(/recreate/i);
    }));

  it('an anonymous volume is kept when its container is made anew, and not when it is to be renewed', () =>
    interchange(project(`services: { a: { ${sleeps}, volumes: [/data] } }\n`), async (it) => {
      const content = () => docker('exec', `${it.project}-a-1`, 'ls', '/data');
      await it.berth('up');
      await docker('exec', `${it.project}-a-1`, 'touch', '/data/kept');
      await it.berth(wish('up', [], { recreate: 'always' }));
      expect(await content()).toBe('kept');
      await it.berth(wish('up', [], { renewAnonymousVolumes: true }));
      expect(await content()).toBe('');
    }));

  it('scale goes up and down, keeps the low numbers, and shares out a range of ports', () =>
    interchange(
      project(`services: { a: { ${sleeps}, ports: ["127.0.0.1:18770-18779:80"] } }\n`),
      async (it) => {
        await it.berth(wish('up', [], { scale: { a: 3 } }));
        const three = await it.containers();
        expect(Object.keys(three)).toHaveLength(3);
        await it.berth(wish('up', ['a'], { scale: { a: 1 } }));
        expect(await it.containers()).toEqual({ [`${it.project}-a-1`]: three[`${it.project}-a-1`] });
      },
    ));
});

describe('what is other than the file says', () => {
  const networked = (driver: string) =>
    project(
      `services: { a: { ${sleeps}, networks: { n: { aliases: [alias] } } } }\nnetworks: { n: { ${driver} } }\n`,
    );

  it('a network is refused until its user chooses; made anew, its aliases are there', () =>
    interchange(networked(''), async (it) => {
      await it.berth('up');
      const before = await it.containers();
      await it.write(networked('internal: true'));
      expect((await it.attempt(wish('up'))).problems).toEqual([
        { kind: 'network-changed', network: `${it.project}_n`, containers: [`${it.project}-a-1`] },
      ]);
      await it.berth(wish('up', [], { changedNetworks: 'keep' }));
      expect(await it.containers()).toEqual(before);
      await it.berth(wish('up', [], { changedNetworks: 'recreate' }));
      expect(await docker('network', 'inspect', '--format', '{{.Internal}}', `${it.project}_n`)).toBe('true');
      const format = '{{range .NetworkSettings.Networks}}{{.Aliases}}{{end}}';
      expect(await docker('container', 'inspect', '--format', format, `${it.project}-a-1`)).toContain(
        'alias',
      );
      expect(await it.compose('up', '-d')).not.toMatch(/recreate/i);
    }));

  const stored = (labels: string) =>
    project(`services: { a: { ${sleeps}, volumes: ["data:/v"] } }\nvolumes: { data: { ${labels} } }\n`);

  it('a volume is refused until its user chooses, and loses its data only then', () =>
    interchange(stored(''), async (it) => {
      const content = () => docker('exec', `${it.project}-a-1`, 'ls', '/v');
      await it.berth('up');
      await docker('exec', `${it.project}-a-1`, 'touch', '/v/kept');
      await it.write(stored('labels: { a: b }'));
      expect((await it.attempt(wish('up'))).problems).toEqual([
        { kind: 'volume-changed', volume: `${it.project}_data` },
      ]);
      expect((await it.berth(wish('up', [], { changedVolumes: 'keep' }))).nothingToDo).toBe(true);
      expect(await content()).toBe('kept');
      await it.berth(wish('up', [], { changedVolumes: 'recreate' }));
      expect(await content()).toBe('');
      expect(await it.compose('up', '-d')).not.toMatch(/recreate/i);
    }));

  it('a network that was removed while its containers were stopped makes them anew, where docker compose fails', () =>
    interchange(project(`services: { app: { ${sleeps} } }\n`), async (it) => {
      await it.berth('up');
      const before = await it.containers();
      await it.berth('stop');
      await docker('network', 'rm', `${it.project}_default`);
      await it.berth('up');
      expect(await states(it)).toEqual({ app: 'running' });
      const after = await it.containers();
      expect(changedOf(before, after)).toEqual([`${it.project}-app-1`]);
      expect(await it.compose('up', '-d')).not.toMatch(/recreate/i);
      expect(await it.containers()).toEqual(after);
    }));

  it('another source of a mount makes the container anew', () =>
    interchange({ ...stored(''), 'one/': '', 'two/': '' }, async (it) => {
      const mounts = (dir: string) => project(`services: { a: { ${sleeps}, volumes: ["./${dir}:/v"] } }\n`);
      await it.write(mounts('one'));
      await it.berth('up');
      const before = await it.containers();
      await it.write(mounts('two'));
      await it.berth('up');
      expect(changedOf(before, await it.containers())).toEqual([`${it.project}-a-1`]);
    }));

  it('a tag that moved to another image makes the container anew', () =>
    interchange(
      project(
        'services: { a: { image: "${COMPOSE_PROJECT_NAME}-moved", command: [sleep, "600"], init: true, stop_grace_period: 0s } }\n',
      ),
      async (it) => {
        const tag = `${it.project}-moved`;
        await docker('tag', 'busybox:1.36', tag);
        try {
          await it.berth('up');
          const before = await it.containers();
          const id = await docker('commit', '--change', 'LABEL moved=yes', `${it.project}-a-1`, tag);
          expect(id).toContain('sha256:');
          await it.berth('up');
          const after = await it.containers();
          expect(changedOf(before, after)).toEqual([`${it.project}-a-1`]);
          expect(await it.compose('up', '-d')).not.toMatch(/recreate/i);
          expect(await it.containers()).toEqual(after);
        } finally {
          await it.berth('down');
          await docker('image', 'rm', '-f', tag);
        }
      },
    ));
});

describe('orphans', () => {
  it('are shown with the files they came from, left alone, and removed when that is asked for', () =>
    interchange(project(`services: { a: { ${sleeps} }, gone: { ${sleeps} } }\n`), async (it) => {
      await it.berth('up');
      await it.write(project(`services: { a: { ${sleeps} } }\n`));
      const kept = await it.berth('up');
      expect(kept).toMatchObject({ nothingToDo: true });
      expect(kept.warnings.join()).toContain(`${it.project}-gone-1`);
      await it.berth(wish('up', [], { removeOrphans: true }));
      expect(await states(it)).toEqual({ a: 'running' });
    }));
});

describe('what fails', () => {
  it('what docker compose refuses to make, or has others make, is refused by name before anything is made', () =>
    interchange(
      project(`
services:
  app: { ${sleeps}, secrets: [outside] }
  vpc: { provider: { type: cloud } }
secrets: { outside: { external: true } }
`),
      async (it) => {
        const { problems } = await it.attempt(wish('up', ['app']));
        expect(problems).toMatchObject([
          { kind: 'compose-invalid', message: expect.stringContaining('outside is external') },
        ]);
        expect((await it.attempt(wish('up'))).problems).toMatchObject([
          { kind: 'service-refused', service: 'vpc', part: 'provider', named: ['cloud'] },
        ]);
        expect(await it.leftovers()).toEqual([]);
      },
    ));

  it('a dependency that ends badly keeps its dependent from starting, unless it is optional', () =>
    interchange(
      project(`
services:
  bad: { image: "busybox:1.36", command: [sh, -c, "exit 3"] }
  needs: { ${sleeps}, depends_on: { bad: { condition: service_completed_successfully } } }
  can: { ${sleeps}, depends_on: { bad: { condition: service_completed_successfully, required: false } } }
`),
      async (it) => {
        const { problems } = await it.attempt(wish('up'));
        expect(problems).toContainEqual(
          expect.objectContaining({ kind: 'container-exited', service: 'bad', exitCode: 3 }),
        );
        expect(await states(it)).toEqual({ bad: 'exited', needs: 'created', can: 'running' });
      },
    ));

  it('a check that fails ends the wait with what the check said', () =>
    interchange(
      project(`
services:
  sick: { ${sleeps}, healthcheck: { test: "echo no table; exit 1", interval: 1s, retries: 1 } }
  waits: { ${sleeps}, depends_on: { sick: { condition: service_healthy } } }
`),
      async (it) => {
        const { problems } = await it.attempt(wish('up'));
        expect(problems).toMatchObject([{ kind: 'container-unhealthy', service: 'sick' }]);
        expect(JSON.stringify(problems)).toContain('no table');
        expect((await states(it))['waits']).toBe('created');
      },
    ));

  it('a hook that fails fails the run with its last words, and what waits for it does not start', () =>
    interchange(
      project(`
services:
  app: { ${sleeps}, post_start: [{ command: [sh, -c, "echo hello; exit 3"] }] }
  next: { ${sleeps}, depends_on: [app] }
`),
      async (it) => {
        const { problems } = await it.attempt(wish('up'));
        expect(problems).toEqual([
          {
            kind: 'hook-failed',
            service: 'app',
            hook: 'post_start',
            command: ['sh', '-c', 'echo hello; exit 3'],
            exitCode: 3,
            log: ['hello'],
          },
        ]);
        expect(await states(it)).toEqual({ app: 'running', next: 'created' });
      },
    ));

  it('an image that cannot be had: nothing is made of the service nor of what depends on it', () =>
    interchange(
      project(`
services:
  fine: { ${sleeps} }
  broken: { image: "127.0.0.1:1/none:1" }
  needs: { ${sleeps}, depends_on: [broken] }
`),
      async (it) => {
        const { problems } = await it.attempt(wish('up'));
        expect(problems).toMatchObject([{ kind: 'image-unavailable', image: '127.0.0.1:1/none:1' }]);
        expect(await states(it)).toEqual({ fine: 'running' });
      },
    ));

  it('a name that another project has is told with its owner', () =>
    interchange(
      project(`services: { a: { ${sleeps}, container_name: "\${COMPOSE_PROJECT_NAME}-name" } }\n`),
      async (it) => {
        const name = `${it.project}-name`;
        await docker(
          'run',
          '-d',
          '--name',
          name,
          '--label',
          `com.docker.compose.project=${it.project}-other`,
          'busybox:1.36',
          'true',
        );
        try {
          expect((await it.attempt(wish('up'))).problems).toMatchObject([{ kind: 'name-taken', name }]);
        } finally {
          await docker('rm', '-f', name);
        }
      },
    ));

  it('without its dependencies a service that shares with another needs that one there', () =>
    interchange(
      project(`services: { base: { ${sleeps} }, sharer: { ${sleeps}, network_mode: "service:base" } }\n`),
      async (it) => {
        const alone = wish('up', ['sharer'], { noDeps: true });
        expect((await it.attempt(alone)).problems).toEqual([
          { kind: 'lender-missing', service: 'sharer', lender: 'base' },
        ]);
        await it.berth(wish('up', ['base']));
        await it.berth(alone);
        expect(await states(it)).toEqual({ base: 'running', sharer: 'running' });
        expect(await it.compose('up', '-d')).not.toMatch(/recreate/i);
      },
    ));
});

describe('down', () => {
  const data = project(
    `services: { a: { ${sleeps}, volumes: ["data:/v", "/anonymous"] }, b: { ${sleeps} } }\nvolumes: { data: {} }\n`,
  );

  it('of one service takes that alone, and the network stays for the rest', () =>
    interchange(data, async (it) => {
      await it.berth('up');
      const run = await it.berth(wish('down', ['a']));
      expect(await states(it)).toEqual({ b: 'running' });
      expect(run.warnings).toEqual([
        `Network ${it.project}_default stays: ${it.project}-b-1 is attached to it.`,
      ]);
    }));

  it('keeps volumes; with them asked for nothing is left, and the plan says what is lost', () =>
    interchange(data, async (it) => {
      await it.berth('up');
      await it.berth('down');
      expect(await it.leftovers()).toContain(`${it.project}_data`);
      await it.berth('up');
      await it.berth(wish('down', [], { removeVolumes: true }));
      expect((await it.leftovers()).filter((name) => name === `${it.project}_data`)).toEqual([]);
    }));

  it('leaves a network and a volume to whatever else uses them, and says so', () =>
    interchange(data, async (it) => {
      await it.berth('up');
      const other = `${it.project}-other`;
      const on = ['--network', `${it.project}_default`, '-v', `${it.project}_data:/v`];
      await docker('run', '-d', '--name', other, ...on, 'busybox:1.36', 'sleep', '600');
      try {
        const run = await it.berth(wish('down', [], { removeVolumes: true }));
        expect(run.status).toBe('done');
        expect(await states(it)).toEqual({});
        const said = run.steps.flatMap(({ title, progress }) =>
          progress === null ? [] : [[title, progress]],
        );
        expect(said).toEqual([
          [`remove network ${it.project}_default`, expect.stringMatching(/^it stays: .*active endpoints/)],
          [`remove volume ${it.project}_data`, expect.stringMatching(/^it stays: .*in use/)],
        ]);
        expect(await it.leftovers()).toContain(`${it.project}_data`);
      } finally {
        await docker('rm', '-f', other);
      }
      await it.berth(wish('down', [], { removeVolumes: true }));
      expect(await it.leftovers()).not.toContain(`${it.project}_data`);
    }));

  it('never touches what is declared as external, nor an image but when asked', () =>
    interchange(
      project(
        `services: { a: { image: "\${COMPOSE_PROJECT_NAME}-own", command: [sleep, "600"], init: true, stop_grace_period: 0s, volumes: ["data:/v"], networks: [n] } }\nvolumes: { data: { external: true, name: "\${COMPOSE_PROJECT_NAME}_out" } }\nnetworks: { n: { external: true, name: "\${COMPOSE_PROJECT_NAME}_net" } }\n`,
      ),
      async (it) => {
        const [volume, network, tag] = [`${it.project}_out`, `${it.project}_net`, `${it.project}-own`];
        await Promise.all([
          docker('volume', 'create', volume),
          docker('network', 'create', network),
          docker('tag', 'busybox:1.36', tag),
        ]);
        try {
          await it.berth('up');
          await it.berth(wish('down', [], { removeVolumes: true, images: 'local' }));
          expect(await docker('volume', 'ls', '-q', '--filter', `name=${volume}`)).toBe(volume);
          expect(await docker('network', 'ls', '--format', '{{.Name}}', '--filter', `name=${network}`)).toBe(
            network,
          );
          expect(await docker('image', 'ls', '-q', tag)).not.toBe('');
          await it.berth(wish('down', [], { images: 'all' }));
          expect(await docker('image', 'ls', '-q', tag)).toBe('');
        } finally {
          await docker('network', 'rm', network);
          await docker('volume', 'rm', volume);
        }
      },
    ));
});
