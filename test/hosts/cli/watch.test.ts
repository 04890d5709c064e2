import { describe, expect, test } from 'vitest';
import type { WatchReport } from '../../../src-main/contract/watch-report.ts';
import { Paper } from '../../../src-main/hosts/cli/output/paper.ts';
import { watchLines } from '../../../src-main/hosts/cli/output/watch-lines.ts';
import { eventually } from '../../support/eventually.ts';
import { testWorld } from './test-world.ts';

describe('watch', () => {
  test('brings the services up first, then tells what it does until it is interrupted', async () => {
    const { run, desk, kept, interrupt } = testWorld();
    const ended = run('watch', 'api');
    await eventually(() => expect(kept.out).toContain('2 files copied, 1 removed'));
    interrupt();
    expect(await ended).toBe(130);
    expect(kept.out).toContain('Watching for api:\n  /srv/demo/src\n');
    const asked = desk.session1.asked.map((each) => JSON.stringify(each)).join('\n');
    expect(asked.indexOf('"goal":"up"')).toBeLessThan(asked.indexOf('["watch",["api"]]'));
  });

  test('with --no-up only watches; with --json each thing is one line', async () => {
    const { run, desk, kept, interrupt } = testWorld();
    const ended = run('watch', '--no-up', '--json');
    await eventually(() => expect(kept.out.trimEnd().split('\n')).toHaveLength(2));
    interrupt();
    await ended;
    expect(
      kept.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).kind),
    ).toEqual(['watching', 'copied']);
    expect(JSON.stringify(desk.session1.asked)).not.toContain('"goal":"up"');
  });

  test('follows an up that asks for it', async () => {
    const { run, desk, kept, interrupt } = testWorld();
    const ended = run('up', '--watch');
    await eventually(() => expect(kept.out).toContain('Watching for api'));
    interrupt();
    await ended;
    expect(JSON.stringify(desk.session1.asked)).toContain('["watch",[]]');
  });
});

test('everything that a watch does has its words', () => {
  const paper = new Paper({ write: () => {}, isTTY: false, columns: 80 }, {});
  const reports: readonly WatchReport[] = [
    { kind: 'deaf', path: '/mnt/c/p', why: 'a Windows drive' },
    { kind: 'copied', service: 'api', files: 1, removed: 0, elapsedMs: 120, first: true },
    { kind: 'rebuilding', services: ['api', 'web'] },
    { kind: 'rebuilt', services: ['api', 'web'], elapsedMs: 2_000 },
    { kind: 'restarting', services: ['api'] },
    { kind: 'restarted', services: ['api'], elapsedMs: 900 },
    { kind: 'ran', service: 'api', command: ['reload', '-q'], exitCode: 0, output: '' },
    { kind: 'ran', service: 'api', command: ['reload'], exitCode: 2, output: 'no\nsuch' },
    { kind: 'failed', services: ['api'], problems: [{ kind: 'service-not-running', service: 'api' }] },
  ];
  expect(reports.flatMap((report) => watchLines(report, paper))).toEqual([
    '! Changes in /mnt/c/p may not be seen: a Windows drive.',
    '  Move the project to a folder of this machine, or save through this machine.',
    '\u2713 api: 1 file copied to begin with 0.1 s',
    '  api, web: building and making anew',
    '\u2713 api, web: built and made anew 2.0 s',
    '  api: restarting',
    '\u2713 api: restarted 0.9 s',
    '\u2713 api: ran reload -q',
    '\u2717 api: ran reload (exit code 2)',
    '  no',
    '  such',
    '\u2717 api does not run',
    '  Files are copied into running containers.',
    '  \u2192 Start it: `berth up api`.',
  ]);
});
