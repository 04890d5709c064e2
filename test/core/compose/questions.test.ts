import { expect, it } from 'vitest';
import { loadModel } from '../../../src-main/core/compose/load.ts';
import type { LoadInput } from '../../../src-main/core/compose/load-input.ts';
import { loadUninterpolated } from '../../../src-main/core/compose/load-uninterpolated.ts';
import {
  imageNames,
  networkKeys,
  profileNames,
  serviceNames,
  volumeKeys,
} from '../../../src-main/core/compose/questions.ts';
import { variablesIn } from '../../../src-main/core/compose/variables.ts';

const text = `name: \${N:-shop}
services:
  web:
    image: "web:\${TAG:-\${OTHER:?say}}"
    ports: ["\${PORT:-80}:80"]
    volumes: ["\${DIR:-./x}/y:/z", "data:/data"]
    environment: { A: "\${A:+set}", B: "$B$$C" }
  app: { build: ., networks: [back] }
  tool: { image: "web:1", profiles: [dev] }
volumes: { data: , other: }
networks: { back: }
`;

const input = (profiles: readonly string[], values: Readonly<Record<string, string>> = {}): LoadInput => ({
  files: [{ path: '/p/compose.yaml', text }],
  workingDir: '/p',
  projectName: null,
  values,
  hasProfile: false,
  profiles,
  platform: 'posix',
  homeDir: '/h',
});

it('answers what config --services, --images, --volumes, --networks and --profiles answer', () => {
  const { model } = loadModel(input(['*'], { TAG: '1', OTHER: '2' }));
  if (model === null) return expect.fail();
  expect(serviceNames(model)).toEqual(['app', 'tool', 'web']);
  expect(imageNames(model)).toEqual(['shop-app', 'web:1', 'web:1']);
  expect(volumeKeys(model)).toEqual(['data']);
  expect(networkKeys(model)).toEqual(['back', 'default']);
  expect(profileNames(model)).toEqual(['dev']);
});

it('lists every variable with what happens without it', () => {
  const told = variablesIn([{ file: '/p/compose.yaml', text }]).map(
    ({ name, isRequired, fallback, alternative }) => `${name} ${isRequired} [${fallback}] [${alternative}]`,
  );
  expect(told).toEqual([
    'A false [] [set]',
    'B false [] []',
    'DIR false [./x] []',
    'N false [shop] []',
    'OTHER true [] []',
    'PORT false [80] []',
    'TAG false [${OTHER:?say}] []',
  ]);
});

it('without interpolation every variable stays as it is written, and so does a short form it cannot be read through', () => {
  const { project, problems } = loadUninterpolated(input([]));
  expect(problems).toEqual([]);
  expect(project).toMatchObject({
    name: 'n-shop',
    services: {
      tool: { image: 'web:1' },
      web: {
        image: 'web:${TAG:-${OTHER:?say}}',
        ports: ['${PORT:-80}:80'],
        volumes: [{ source: '${DIR:-./x}/y', target: '/z' }, { source: 'data' }],
        environment: { B: '$B$$C' },
      },
    },
    volumes: { data: { name: 'n-shop_data' }, other: {} },
  });
});
