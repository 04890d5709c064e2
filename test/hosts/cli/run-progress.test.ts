import { expect, it } from 'vitest';
import type { RunView, StepView } from '../../../src-main/contract/view.ts';
import { Paper } from '../../../src-main/hosts/cli/output/paper.ts';
import { runProgress } from '../../../src-main/hosts/cli/output/run-progress.ts';

const step = (progress: string): StepView => ({
  id: 1,
  after: [],
  service: 'web',
  title: 'build image web:1',
  because: 'it is wanted',
  status: 'running',
  startedAt: 0,
  finishedAt: null,
  progress,
  fraction: null,
  problem: null,
  equivalent: 'docker compose build web',
});

const running = (progress: string): RunView => ({
  id: 'r',
  goal: 'up',
  status: 'running',
  startedAt: 0,
  finishedAt: null,
  steps: [step(progress)],
  problems: [],
  warnings: [],
  nothingToDo: false,
});

/** What a terminal of 40 columns gets while a step reports that. */
function written(progress: string, variables: Readonly<Record<string, string>> = {}): string {
  let text = '';
  const sink = { write: (more: string) => void (text += more), isTTY: true, columns: 40 };
  const clock = { now: () => 1_000, sleep: async () => {} };
  const shown = runProgress(new Paper(sink, variables), clock);
  shown.show({ ...running(progress), steps: [{ ...step(progress), id: 2, status: 'done' }, step(progress)] });
  shown.end();
  return text;
}

const live = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.includes('build image') && line.includes('\u25d0'));

/** Columns of a terminal: a character of East Asian scripts and most pictures take two. */
const columns = (line: string): number =>
  [...line.replaceAll(/\u001b\[[0-9;]*[a-zA-Z]/g, '')].reduce(
    (sum, character) =>
      sum + (/[\u3000-\u9fff\uac00-\ud7a3\uff01-\uff60]|\p{Emoji_Presentation}/u.test(character) ? 2 : 1),
    0,
  );

it('a line that is drawn again never wraps, whatever a step reports', () => {
  for (const progress of ['a\tb\tc', '編集中'.repeat(20), '\u2728'.repeat(20), 'x'.repeat(200)]) {
    const [line = ''] = live(written(progress));
    expect(line).not.toContain('\t');
    expect(columns(line)).toBeLessThanOrEqual(39);
    expect(columns(line)).toBeGreaterThan(10);
  }
});

it('a terminal that can only be written to gets lines, and no movement of its cursor', () => {
  expect(written('pulling', { TERM: 'dumb' })).not.toContain('\u001b');
});
