import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { diskFiles } from '../../src-main/adapters/files/files.ts';
import { diskWatcher } from '../../src-main/adapters/files/watch.ts';
import { fail, ok } from '../../src-main/contract/result.ts';
import { watchProject } from '../../src-main/engine/watch-project.ts';
import { container, model, observed, service } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { FakeEngine } from '../support/fake-docker.ts';
import { realClock } from '../support/fake-world.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'berth-project-'));
});
afterEach(() => rm(root, { recursive: true }));

/** Watches `src` of a project on this disk; the paths in the container that something was copied to. */
async function watching(own: Readonly<Record<string, unknown>> = {}) {
  const watch = [{ path: join(root, 'src'), action: 'sync', target: '/app', ...own }];
  const of = model({ a: service({ develop: { watch } }) });
  const copied = new Set<string>();
  const docker = {
    ...new FakeEngine().docker,
    listContainers: async () => ok(observed(of, [container(of, 'a')]).containers),
    copyInto: async (_: string, files: readonly { readonly to: string }[]) => {
      for (const { to } of files) copied.add(to);
      return ok(files.length);
    },
  };
  const world = {
    files: diskFiles(),
    watcher: diskWatcher(),
    clock: realClock,
    model: of,
    project: of.name,
    redact: (text: string) => text,
    docker: async () => ok(docker),
    run: async () => fail([]),
  };
  const stop = new AbortController();
  const opened = await watchProject(world, [], stop.signal);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const kinds = new Set<string>();
  const { value } = opened;
  const done = (async () => {
    for await (const { kind } of value) kinds.add(kind);
  })();
  await eventually(() => expect([...kinds]).toContain('watching'));
  return {
    copied,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await done;
    },
  };
}

it('the first copy takes links as links, also those that lead in a circle', async () => {
  await mkdir(join(root, 'src/deep'), { recursive: true });
  await writeFile(join(root, 'src/deep/file'), '');
  await symlink(join(root, 'src'), join(root, 'src/deep/circle'));
  await using seen = await watching({ initial_sync: true });
  await eventually(() => expect([...seen.copied].sort()).toEqual(['/app/deep/circle', '/app/deep/file']));
});

it('a folder that is a link itself is watched where it leads to', async () => {
  await mkdir(join(root, 'elsewhere'));
  await symlink(join(root, 'elsewhere'), join(root, 'src'));
  await using seen = await watching();
  await writeFile(join(root, 'elsewhere/file'), '');
  await eventually(() => expect([...seen.copied]).toEqual(['/app/file']));
});
