import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WatchReport } from '../../../src-main/contract/watch-report.ts';
import type { Session } from '../../../src-main/engine/desk.ts';
import { eventually } from '../../support/eventually.ts';
import { docker, never, openSession, place, realDesk, runGoal } from './real-desk.ts';

const at = await place();
const desk = realDesk(at.settings);
const stop = new AbortController();
const reports: WatchReport[] = [];
let session: Session;
let watching: Promise<void>;

const save = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(at.dir, path)), { recursive: true });
  await writeFile(join(at.dir, path), text);
};
const inside = (service: string, ...command: readonly string[]): Promise<string> =>
  docker('exec', `${at.project}-${service}-1`, ...command);
const reported = (kind: WatchReport['kind']): readonly WatchReport[] =>
  reports.filter((report) => report.kind === kind);

beforeAll(async () => {
  await save(
    'compose.yaml',
    `
name: ${at.project}
services:
  app:
    image: busybox:1.36
    init: true
    command: sleep 600
    stop_grace_period: 1s
    develop:
      watch:
        - { path: ./src, action: sync, target: /app/src, initial_sync: true, ignore: ["*.log", node_modules] }
        - { path: ./app.conf, action: sync+restart, target: /etc/app.conf }
        - { path: ./hook, action: sync+exec, target: /hook, exec: { command: [sh, -c, "cat /hook/x > /ran"] } }
  made:
    build: { context: ./made }
    init: true
    stop_grace_period: 1s
    develop: { watch: [{ path: ./made, action: rebuild }] }
`,
  );
  await save('src/there/first', 'first');
  await save('src/x.log', 'log');
  await save('app.conf', 'one');
  await save('hook/x', 'hook');
  await save('made/Dockerfile', 'FROM busybox:1.36\nCOPY . /made\nCMD sleep 600');
  await save('made/.dockerignore', '*.md\n');
  await save('made/file', 'one');
  session = await openSession(desk, at.dir);
  expect((await runGoal(session, 'up')).status).toBe('done');
  const opened = await session.watchFiles([], stop.signal);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { value } = opened;
  watching = (async () => {
    for await (const report of value) reports.push(report);
  })();
  await eventually(() => expect(reported('watching')).toHaveLength(1), 20_000);
});

afterAll(async () => {
  stop.abort();
  await watching;
  await desk.close();
  await at.remove();
  await docker('image', 'rm', '-f', `${at.project}-made`);
});

describe('a watch on a real engine', () => {
  test('copies what is there at the start where the file says so, without what is left out', async () => {
    await eventually(
      async () => expect(await inside('app', 'cat', '/app/src/there/first')).toBe('first'),
      20_000,
    );
    expect(await inside('app', 'ls', '/app/src')).toBe('there');
    expect(reported('copied')[0]).toMatchObject({ service: 'app', files: 1, first: true });
  });

  test('copies a file that is saved, made, moved in or replaced, and removes one that is gone', async () => {
    await save('src/a', 'saved');
    await save('src/new/deep/b', 'made');
    await eventually(
      async () => expect(await inside('app', 'cat', '/app/src/a', '/app/src/new/deep/b')).toBe('savedmade'),
      20_000,
    );
    await save('swap', 'replaced');
    await rename(join(at.dir, 'swap'), join(at.dir, 'src/a'));
    await save('folder/c', 'moved in');
    await rename(join(at.dir, 'folder'), join(at.dir, 'src/folder'));
    await rm(join(at.dir, 'src/new'), { recursive: true });
    await eventually(async () => {
      expect(await inside('app', 'cat', '/app/src/a', '/app/src/folder/c')).toBe('replacedmoved in');
      expect(await inside('app', 'ls', '/app/src')).toBe('a\nfolder\nthere');
    }, 20_000);
  });

  test('copies a file and restarts its service', async () => {
    const started = (): Promise<string> =>
      docker('inspect', '-f', '{{.State.StartedAt}}', `${at.project}-app-1`);
    const before = await started();
    await save('app.conf', 'two');
    await eventually(() => expect(reported('restarted')).toHaveLength(1), 30_000);
    expect(await started()).not.toBe(before);
    expect(await inside('app', 'cat', '/etc/app.conf')).toBe('two');
  });

  test('copies a file and runs a command beside the service', async () => {
    await save('hook/x', 'again');
    await eventually(() => expect(reported('ran')).toHaveLength(1), 20_000);
    expect(reported('ran')[0]).toMatchObject({ service: 'app', exitCode: 0 });
    expect(await inside('app', 'cat', '/ran')).toBe('again');
  });

  test('builds an image anew and its containers with it, and not for what the build leaves out', async () => {
    const id = (): Promise<string> => docker('inspect', '-f', '{{.Id}}', `${at.project}-made-1`);
    const before = await id();
    await save('made/notes.md', 'nothing');
    await save('made/file', 'two');
    await eventually(() => expect(reported('rebuilt')).toHaveLength(1), 60_000);
    expect(await id()).not.toBe(before);
    expect(await inside('made', 'cat', '/made/file')).toBe('two');
    expect(await at.compose('up', '-d', '--wait').then(id)).toBe(await id());
  });

  test('tells of what failed and goes on', async () => {
    await docker('stop', '-t', '1', `${at.project}-app-1`);
    await save('src/late', 'x');
    await eventually(() => expect(reported('failed')).toHaveLength(1), 20_000);
    expect(reported('failed')[0]).toMatchObject({
      problems: [{ kind: 'service-not-running', service: 'app' }],
    });
    await docker('start', `${at.project}-app-1`);
    await save('src/late', 'y');
    await eventually(async () => expect(await inside('app', 'cat', '/app/src/late')).toBe('y'), 20_000);
  });

  test('of services that declare nothing is refused', async () => {
    const refused = await session.watchFiles(['nobody'], never);
    expect(refused).toMatchObject({ ok: false, error: [{ kind: 'service-unknown' }] });
  });
});
