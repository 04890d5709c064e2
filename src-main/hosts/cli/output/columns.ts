import stringWidth from 'string-width';

/** A cell: its text as measured, and as painted where that differs. */
export type Cell = { readonly text: string; readonly painted?: string };

export const cell = (text: string, painted?: string): Cell =>
  painted === undefined ? { text } : { text, painted };

/** Rows as lines with aligned columns, two spaces between them, none after the last. Columns that are empty are left out. */
export function aligned(rows: readonly (readonly Cell[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(0, ...rows.map((row) => stringWidth(row[at]?.text ?? ''))),
  );
  return rows.map((row) =>
    row
      .flatMap((one, at) => (widths[at] === 0 ? [] : [padded(one, widths[at] ?? 0)]))
      .join('  ')
      .trimEnd(),
  );
}

const padded = (one: Cell, width: number): string =>
  `${one.painted ?? one.text}${' '.repeat(width - stringWidth(one.text))}`;
