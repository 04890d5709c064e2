import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import { buildLab } from './build-lab.ts';
import { expectOk, expectProblem, never } from './lab-engine.ts';
import { registry } from './registry.ts';

const { lab, wire, root, folder, requestOf, outputOf } = await buildLab();
const { docker, project } = lab;

describe('a build', () => {
  test('with BuildKit takes stages, arguments, a cache mount, labels and tags', async () => {
    const context = await folder('full', {
      Dockerfile: [
        'FROM busybox:1.36 AS base',
        'ARG WHO',
        'RUN --mount=type=cache,target=/cache echo "hello $WHO" > /greeting && echo kept > /cache/x',
        'FROM base AS wanted',
        'COPY data/ /data/',
        'CMD cat /greeting /data/one',
        'FROM base AS other',
        'RUN exit 9',
      ].join('\n'),
      'data/one': 'one\n',
    });
    const reports: (readonly [string, number | null])[] = [];
    const tag = `${project}-extra:2`;
    const build = {
      context,
      target: 'wanted',
      args: { WHO: 'you', NOT: null },
      labels: { a: 'b' },
      tags: [tag],
    };
    expectOk(
      await docker.buildImage(
        requestOf('full', build),
        (text, fraction) => reports.push([text, fraction]),
        never,
      ),
    );
    const image = expectOk(await docker.inspectImage(`${project}-full`, never));
    expect(expectOk(await docker.inspectImage(tag, never))?.id).toBe(image?.id);
    const raw = expectOk(
      await wire.json<{ Config?: { Labels?: unknown } }>(
        { method: 'GET', path: `/images/${tag}/json`, deadlineMs: 9000 },
        never,
      ),
    );
    expect(raw?.Config?.Labels).toMatchObject({ a: 'b', 'com.docker.compose.project': project });
    expect(await outputOf('full', `${project}-full`)).toBe('hello you\none\n');
    expect(reports.some(([text]) => text.includes('RUN --mount=type=cache'))).toBe(true);
    expect(reports.at(-1)?.[1]).toBe(1);
  });

  test('leaves out what .dockerignore says and keeps links, modes and long names', async () => {
    const long = `${'deep/'.repeat(30)}file`;
    const context = await folder('ignore', {
      Dockerfile:
        'FROM busybox:1.36\nCOPY . /all\nCMD cd /all && find . | sort | tr "\\n" " " && stat -c %a run.sh && readlink link',
      '.dockerignore': '# comment\nDockerfile\nsecret\n**/*.log\n!keep.log\nnode_modules\n',
      secret: 'x',
      'a/b.log': 'x',
      'keep.log': 'x',
      'node_modules/x/y': 'x',
      'run.sh': '',
      [long]: 'deep',
    });
    await chmod(join(context, 'run.sh'), 0o750);
    await symlink('run.sh', join(context, 'link'));
    expectOk(await docker.buildImage(requestOf('ignore', { context }), () => {}, never));
    const output = await outputOf('ignore', `${project}-ignore`);
    const names = output.slice(0, output.indexOf('750')).trim().split(' ');
    expect(names).toEqual(expect.arrayContaining(['./keep.log', './link', './run.sh', './a', `./${long}`]));
    for (const gone of ['./secret', './a/b.log', './node_modules', './node_modules/x'])
      expect(names).not.toContain(gone);
    expect(output.endsWith('750\nrun.sh\n')).toBe(true);
  });

  test('takes a Dockerfile from another place, from the model, and one in a folder', async () => {
    const context = await folder('places', {
      'sub/x.Dockerfile': 'FROM busybox:1.36\nCMD echo sub',
      file: 'x',
    });
    const outside = join(
      await folder('elsewhere', {
        'y.Dockerfile': 'FROM busybox:1.36\nCOPY file /f\nCMD echo out $(cat /f)',
      }),
      'y.Dockerfile',
    );
    const kinds = {
      sub: { context, dockerfile: 'sub/x.Dockerfile' },
      out: { context, dockerfile: outside },
      inline: { context, dockerfile_inline: 'FROM busybox:1.36\nCOPY file /f\nCMD echo inline $(cat /f)' },
    };
    for (const [name, build] of Object.entries(kinds)) {
      expectOk(await docker.buildImage(requestOf(name, build), () => {}, never));
    }
    expect(await outputOf('sub', `${project}-sub`)).toBe('sub\n');
    expect(await outputOf('out', `${project}-out`)).toBe('out x\n');
    expect(await outputOf('inline', `${project}-inline`)).toBe('inline x\n');
  });

  test('with a file that is shorter than it says names the file', async () => {
    const dockerfile = join(
      await folder('shrinks', { Dockerfile: 'FROM busybox:1.36\nCOPY . /x' }),
      'Dockerfile',
    );
    // Linux announces 4096 bytes for each of these and gives a few.
    const context = '/sys/kernel/mm/transparent_hugepage';
    const problem = expectProblem(
      await docker.buildImage(requestOf('shrinks', { context, dockerfile }), () => {}, never),
    );
    expect(problem).toMatchObject({ kind: 'build-failed', detail: expect.stringContaining(`${context}/`) });
  });

  test('with a .dockerignore that cannot be read says so', async () => {
    const context = await folder('unreadable', {
      Dockerfile: 'FROM busybox:1.36\nCOPY . /x',
      '.dockerignore': '[a',
    });
    const problem = expectProblem(
      await docker.buildImage(requestOf('unreadable', { context }), () => {}, never),
    );
    expect(problem).toMatchObject({ kind: 'build-failed', detail: expect.stringContaining('.dockerignore') });
  });

  test('of unchanged files is taken from the cache', async () => {
    const context = await folder('cache', {
      Dockerfile: 'FROM busybox:1.36\nCOPY file /f\nRUN cat /f > /g',
      file: 'x',
    });
    expectOk(await docker.buildImage(requestOf('cache', { context }), () => {}, never));
    const first = expectOk(await docker.inspectImage(`${project}-cache`, never));
    await writeFile(join(context, 'file'), 'x');
    expectOk(await docker.buildImage(requestOf('cache', { context }), () => {}, never));
    expect(expectOk(await docker.inspectImage(`${project}-cache`, never))?.id).toBe(first?.id);
  });

  test('fetches a base image that is not there yet', async () => {
    await using source = await registry({ user: null, layers: 'right' });
    const context = await folder('base', { Dockerfile: `FROM ${source.image}\nLABEL x=y` });
    expectOk(await docker.buildImage(requestOf('base', { context }), () => {}, never));
    expect(expectOk(await docker.inspectImage(`${project}-base`, never))).not.toBeNull();
  });

  test('that fails tells what the command wrote', async () => {
    const context = await folder('fails', {
      Dockerfile: 'FROM busybox:1.36\nRUN for i in $(seq 1 30); do echo line $i; done; echo broken; exit 4',
    });
    const problem = expectProblem(await docker.buildImage(requestOf('fails', { context }), () => {}, never));
    expect(problem).toMatchObject({
      kind: 'build-failed',
      service: 'fails',
      detail: expect.stringContaining('exit code: 4'),
    });
    const log = 'log' in problem ? problem.log : [];
    expect(log).toHaveLength(20);
    expect(log.at(-1)).toBe('broken');
  });

  test('with a fault in its Dockerfile, without one, or without its folder says so', async () => {
    const faulty = await folder('faulty', { Dockerfile: 'FROM busybox:1.36\nRUNN x' });
    const faults = {
      faulty: { context: faulty },
      none: { context: root },
      nowhere: { context: join(root, 'nowhere') },
    };
    const details: string[] = [];
    for (const [name, build] of Object.entries(faults)) {
      const problem = expectProblem(await docker.buildImage(requestOf(name, build), () => {}, never));
      details.push(problem.kind === 'build-failed' ? problem.detail : problem.kind);
    }
    expect(details[0]).toContain('RUNN');
    expect(details[1]).toContain('Dockerfile');
    expect(details[2]).toContain('nowhere');
  });

  test('never takes a secret as an argument', async () => {
    const context = await folder('secret', { Dockerfile: 'FROM busybox:1.36' });
    const build = { context, args: { TOKEN: seal('API__TOKEN') } };
    const problem = expectProblem(await docker.buildImage(requestOf('secret', build), () => {}, never));
    expect(problem).toMatchObject({ kind: 'build-failed', detail: expect.stringContaining('API__TOKEN') });
  });

  test('that asks for what this client cannot do says which keys, all at once', async () => {
    const context = await folder('session', { Dockerfile: 'FROM busybox:1.36' });
    const build = {
      context,
      provenance: 'mode=max',
      sbom: 'false',
      cache_from: ['type=local,src=x'],
      additional_contexts: { o: 'oci-layout://x', fine: context },
    };
    const problem = expectProblem(await docker.buildImage(requestOf('session', build), () => {}, never));
    expect(problem).toEqual({
      kind: 'build-unsupported',
      service: 'session',
      keys: ['provenance', 'cache_from of type local', 'additional_contexts.o (oci-layout)'],
    });
  });

  test('ends when it is cancelled', async () => {
    const context = await folder('slow', { Dockerfile: 'FROM busybox:1.36\nRUN sleep 60' });
    const cancel = new AbortController();
    const report = (text: string): void => void (text.includes('sleep 60') && cancel.abort());
    const problem = expectProblem(
      await docker.buildImage(requestOf('slow', { context }), report, cancel.signal),
    );
    expect(problem.kind).toBe('cancelled');
  });
});
