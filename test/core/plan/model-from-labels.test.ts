import { expect, it } from 'vitest';
import { planDown } from '../../../src-main/core/plan/down.ts';
import { nothingMore } from '../../../src-main/core/plan/down-flags.ts';
import { modelFromLabels } from '../../../src-main/core/plan/model-from-labels.ts';
import { container, model, observed, observedVolume, service } from '../../support/builders.ts';
import { printed } from './printed.ts';

const data = { type: 'volume', source: 'data', target: '/d' } as const;
const of = model({ db: service({ volumes: [data] }), api: service() });
const label = {
  'com.docker.compose.depends_on': 'db:service_healthy:true,odd',
  'com.docker.compose.project.working_dir': '/srv/p',
  'com.docker.compose.project.config_files': '/srv/p/compose.yaml',
};
const seen = observed(of, [
  container(of, 'api', { labels: label }),
  container(of, 'db'),
  container(of, 'db', {
    name: 'p-db-run-aaaaaaaaaaaa',
    id: 'one-off',
    number: 0,
    oneOff: true,
    state: 'exited',
  }),
]);
const down = (volumes = seen.volumes) => {
  const known = { ...seen, volumes };
  const downFlags = { ...nothingMore, removeVolumes: true };
  return printed(planDown({ model: modelFromLabels('p', known), observed: known, leftovers: [], downFlags }));
};

it('a project is taken down by what its labels tell, dependents first', () => {
  expect(modelFromLabels('p', seen)).toMatchObject({ workingDir: '/srv/p', files: ['/srv/p/compose.yaml'] });
  expect(modelFromLabels('p', seen).services['api']?.depends_on).toEqual({
    db: { condition: 'service_healthy', required: true, restart: true },
  });
  expect(down().filter((line) => line.includes('stop'))).toEqual([
    '[] -> #1 api: stop container: down was asked for',
    '[1~] -> #3 db: stop container: down was asked for',
  ]);
  expect(down().join()).toContain('remove network p_default');
  expect(down().join()).toContain('remove volume p_data');
});

it('a volume that has generations of a database stays', () => {
  const generation = { ...observedVolume(of, 'data', 'p_data.g2'), labels: { 'berth.volume': 'data' } };
  expect(down([...seen.volumes, generation]).join()).not.toContain('remove volume');
});
