import { expect, it } from 'vitest';
import type { ObservedContainer } from '../../src-main/core/plan/observed.ts';
import { type CloneWish, otherClones } from '../../src-main/engine/other-clone.ts';
import { container, model, observed, service } from '../support/builders.ts';
import { FakeFiles } from '../support/fake-world.ts';

const mine = model({ api: service() }, { workingDir: '/srv/shop', files: ['/srv/shop/compose.yaml'] });
const made = (dir: string, own: Partial<ObservedContainer> = {}): ObservedContainer =>
  container(mine, 'api', {
    labels: {
      'com.docker.compose.project.working_dir': dir,
      'com.docker.compose.project.config_files': `${dir}/compose.yaml`,
    },
    ...own,
  });

/** The folders that the problems name. */
async function found(containers: readonly ObservedContainer[], own: Partial<CloneWish> = {}) {
  const files = new FakeFiles();
  for (const dir of ['/srv/shop', '/srv/copy', '/SRV/Shop']) files.texts.set(`${dir}/compose.yaml`, 'a file');
  const wish = { files, platform: 'linux', goal: 'up', model: mine } as const;
  const problems = await otherClones({ ...wish, observed: observed(mine, containers), ...own });
  return problems.map((problem) => problem.kind === 'project-elsewhere' && problem.dir);
}

it('another folder that is there holds the name', async () => {
  expect(await found([made('/srv/copy')])).toEqual(['/srv/copy']);
});

it('this folder, one that is gone and one that no label names do not', async () => {
  expect(await found([made('/srv/shop'), made('/srv/gone'), container(mine, 'api')])).toEqual([]);
});

it('services that this project does not have, and one-off containers, are nobody to fight over', async () => {
  expect(await found([made('/srv/copy', { service: 'other' }), made('/srv/copy', { oneOff: true })])).toEqual(
    [],
  );
});

it('pull and build touch no container, so they are free to go on', async () => {
  expect(await found([made('/srv/copy')], { goal: 'pull' })).toEqual([]);
});

it('on Windows the case of a path tells nothing apart, elsewhere it does', async () => {
  expect(await found([made('/SRV/Shop')], { platform: 'win32' })).toEqual([]);
  expect(await found([made('/SRV/Shop')])).toEqual(['/SRV/Shop']);
});
