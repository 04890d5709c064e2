import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Column, Sort } from './Table.tsx';

type TableHeadProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly onSort: ((sort: Sort) => void) | undefined;
};

/** The head of a Table: titles, and for sortable columns a button that turns the order round. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const direction = sort?.column === column.id ? sort.direction : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              style={{ width: column.width }}
              data-align={column.align}
              aria-sort={direction}
            >
              {column.sortable === true && onSort !== undefined ? (
                <button
                  type="button"
                  className="table-sort"
                  onClick={() => onSort({ column: column.id, direction: turned(direction) })}
                >
                  {column.title}
                  {direction === 'ascending' && <ArrowUp size={12} aria-hidden="true" />}
                  {direction === 'descending' && <ArrowDown size={12} aria-hidden="true" />}
                </button>
              ) : (
                column.title
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function turned(direction: Sort['direction'] | undefined): Sort['direction'] {
  return direction === 'ascending' ? 'descending' : 'ascending';
}
