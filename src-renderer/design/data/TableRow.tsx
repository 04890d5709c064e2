import type { Column } from './Table.tsx';

type TableRowProps<Row> = {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly onSelect: ((row: Row) => void) | undefined;
  readonly onActivate: ((row: Row) => void) | undefined;
};

/** One row of a Table. */
export function TableRow<Row>({ row, columns, selected, tabStop, onSelect, onActivate }: TableRowProps<Row>) {
  const cells = columns.map((column) => (
    <td key={column.id} data-align={column.align}>
      {column.cell(row)}
    </td>
  ));
  if (onSelect === undefined) return <tr>{cells}</tr>;
  return (
    <tr
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      onClick={() => onSelect(row)}
      onDoubleClick={() => onActivate?.(row)}
    >
      {cells}
    </tr>
  );
}
