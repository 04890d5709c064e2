import type { Row, Spread } from './measure.ts';

/** The rows as an aligned table; medians first, the spread behind them. */
export function printTable(rows: readonly Row[]): string {
  const head = ['act', 'n', 'berth', 'docker compose', 'ratio'];
  const lines = rows.map((row) => [
    row.name,
    String(row.n),
    milliseconds(row.berth),
    row.compose === undefined ? '-' : milliseconds(row.compose),
    row.ratio === undefined ? '-' : `${row.ratio.median} (${row.ratio.min}-${row.ratio.max})`,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const milliseconds = ({ min, median, max }: Spread): string => `${median} ms (${min}-${max})`;
