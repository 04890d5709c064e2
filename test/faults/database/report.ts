import type { Act, Instant, Outcome } from './kill.ts';

type Tally = { kills: number; old: number; new: number; faults: number; slowestMs: number };

/** The outcomes of many kills as a small table, and every fault in full. */
export function reportOf(outcomes: readonly Outcome[], head: Readonly<Record<string, string>>): string {
  const faulty = outcomes.filter(({ faults }) => faults.length > 0);
  const rows = new Map<string, Tally>();
  for (const outcome of outcomes) {
    const key = `${words[outcome.act]} | ${kindOf(outcome.instant)}`;
    const row = rows.get(key) ?? { kills: 0, old: 0, new: 0, faults: 0, slowestMs: 0 };
    rows.set(key, {
      kills: row.kills + 1,
      old: row.old + Number(outcome.live === 'old'),
      new: row.new + Number(outcome.live === 'new'),
      faults: row.faults + Number(outcome.faults.length > 0),
      slowestMs: Math.max(row.slowestMs, Math.round(outcome.recoveryMs)),
    });
  }
  return [
    '# Kills of resets and undos',
    '',
    ...Object.entries(head).map(([name, value]) => `- ${name}: ${value}`),
    `- kills: ${outcomes.length}, of which ${outcomes.filter(({ killed }) => killed).length} met a run that had not ended yet`,
    `- violations of I1 to I5: ${faulty.length}`,
    '',
    '| act | killed at | kills | old data live | new data live | violations | slowest recovery |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...[...rows]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([key, row]) =>
          `| ${key} | ${row.kills} | ${row.old} | ${row.new} | ${row.faults} | ${row.slowestMs} ms |`,
      ),
    '',
    ...(faulty.length === 0 ? [] : ['## Violations', '']),
    ...faulty.map(({ act, instant, faults }) => `- ${act} ${JSON.stringify(instant)}: ${faults.join('; ')}`),
    '',
  ].join('\n');
}

function kindOf(instant: Instant): string {
  if ('step' in instant) return 'step, the engine';
  return 'call' in instant ? 'failpoint' : 'random instant';
}

const words: Readonly<Record<Act, string>> = {
  first: 'reset with nothing prepared',
  warm: 'reset with a copy ready',
  undo: 'undo',
};
