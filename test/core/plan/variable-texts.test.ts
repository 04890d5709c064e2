import { describe, expect, test } from 'vitest';
import { buildAction } from '../../../src-main/core/plan/build-action.ts';
import { injectedFiles } from '../../../src-main/core/plan/mounts.ts';
import { variableTexts } from '../../../src-main/core/plan/variable-texts.ts';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import { model, service } from '../../support/builders.ts';

const api = service({
  secrets: [{ source: 'token' }, { source: 'gone' }, { source: 'file' }],
  configs: [{ source: 'settings', target: '/etc/settings' }],
  build: { context: '/x', secrets: [{ source: 'token', target: 'tok' }, { source: 'gone' }] },
});
const of = model(
  { api },
  {
    secrets: {
      token: { name: 'p_token', environment: 'API__TOKEN' },
      gone: { name: 'p_gone', environment: 'GONE' },
      file: { name: 'p_file', file: '/f' },
    },
    configs: { settings: { name: 'p_settings', environment: 'SETTINGS' } },
  },
);

describe('a secret or config that comes from a variable', () => {
  const { texts, warnings } = variableTexts(of, {
    API__TOKEN: seal('API__TOKEN'),
    SETTINGS: 'a=b',
    OTHER: 'x',
  });

  test('is copied into containers with the value that the project has, a secret sealed', () => {
    expect(injectedFiles(of, api, texts).map(({ target, content }) => [target, content])).toEqual([
      ['/run/secrets/token', seal('API__TOKEN')],
      ['/etc/settings', 'a=b'],
    ]);
  });

  test('is given to a build in the same way', () => {
    expect(buildAction(of, 'api', 'p-api', texts)?.secrets).toEqual([
      { id: 'tok', content: seal('API__TOKEN') },
      { id: 'gone', variable: 'GONE' },
    ]);
  });

  test('that is not set is warned of, and its file left out', () => {
    expect(warnings).toEqual([
      'The secret gone comes from GONE, which is not set: no service that uses it is started.',
    ]);
    expect(variableTexts(null, {})).toEqual({ texts: {}, warnings: [] });
  });
});
