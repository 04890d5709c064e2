import type { KeyboardEvent, ReactNode } from 'react';
import { useRef } from 'react';
import './Table.css';
import { TableHead } from './TableHead.tsx';
import { TableRow } from './TableRow.tsx';
import { rowAfterKey } from './table-keys.ts';

export type Column<Row> = {
  readonly id: string;
  readonly title: string;
  /** A CSS length; columns without one share what is left. */
  readonly width?: string;
  /** Numbers stand at the end, so that their digits line up. */
  readonly align?: 'start' | 'end';
  readonly sortable?: boolean;
  /** Draws the cell; a plain string is cut with an ellipsis. */
  readonly cell: (row: Row) => ReactNode;
};

export type Sort = { readonly column: string; readonly direction: 'ascending' | 'descending' };

export type TableProps<Row> = {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Without `onSelect` the table only shows. */
  readonly selectedKey?: string | null;
  readonly onSelect?: (row: Row) => void;
  /** Enter or a double click. */
  readonly onActivate?: (row: Row) => void;
  readonly sort?: Sort | null;
  readonly onSort?: (sort: Sort) => void;
  /** Instead of rows when there are none. */
  readonly empty?: ReactNode;
  readonly density?: 'normal' | 'compact';
};

/**
 * Rows under a head that stays in sight. One tab stop: arrows, Home, End and pages move the selection, Enter
 * activates it.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, selectedKey = null, density = 'normal' } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const selected = rows.findIndex((row) => rowKey(row) === selectedKey);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const row = rows[selected];
    if (event.key === 'Enter' && row !== undefined) props.onActivate?.(row);
    const next = rowAfterKey(event.key, selected, rows.length);
    const nextRow = next === null ? undefined : rows[next];
    if (next === null || nextRow === undefined) return;
    event.preventDefault();
    props.onSelect?.(nextRow);
    body.current?.rows[next]?.focus();
  };
  const selectable = props.onSelect !== undefined;
  return (
    <div className="table-frame">
      <table
        className="table"
        aria-label={label}
        role={selectable ? 'grid' : undefined}
        data-density={density}
        onKeyDown={selectable ? onKeyDown : undefined}
      >
        <TableHead columns={columns} sort={props.sort ?? null} onSort={props.onSort} />
        <tbody ref={body}>
          {rows.map((row, position) => (
            <TableRow
              key={rowKey(row)}
              row={row}
              columns={columns}
              selected={position === selected}
              tabStop={position === Math.max(0, selected)}
              onSelect={props.onSelect}
              onActivate={props.onActivate}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && props.empty}
    </div>
  );
}
