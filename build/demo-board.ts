/** The part of `berth status --json` (an EnvironmentView of src-main/contract/view.ts) that the demo prints. */
export type Board = {
  readonly project: { readonly name: string };
  readonly services: readonly {
    readonly name: string;
    readonly state: string;
    readonly health: string;
    readonly verdict: string;
    readonly cause: string | null;
    readonly url: string | null;
    readonly startedAt: number | null;
  }[];
};

export type Outcome = {
  /** From the first command to the end of `up`. */
  readonly seconds: number;
  /** False when everything stood as wanted before. */
  readonly changed: boolean;
  readonly nowMs: number;
};

const heading = ['service', 'state', 'health', 'url', 'up for'] as const;

export const isGreen = (board: Board): boolean =>
  board.services.length > 0 && board.services.every((service) => service.verdict === 'green');

/** The board as an aligned table, why something is not green, and one closing line. */
export function printBoard(board: Board, { seconds, changed, nowMs }: Outcome): string {
  const rows = board.services.map((service) => [
    service.name,
    service.state,
    service.health,
    service.url ?? '-',
    service.startedAt === null ? '-' : `${((nowMs - service.startedAt) / 1000).toFixed(1)} s`,
  ]);
  const causes = board.services.flatMap(({ name, verdict, cause }) =>
    verdict === 'green' ? [] : [`${name}: ${cause ?? verdict}`],
  );
  const green = board.services.length - causes.length;
  const state = `${green} of ${board.services.length} services green`;
  const closing = changed
    ? `${state} in ${seconds.toFixed(1)} s`
    : `nothing was changed, ${state} (looked for ${seconds.toFixed(1)} s)`;
  return ['', ...align([[...heading], ...rows]), '', ...causes, `${board.project.name}: ${closing}`].join(
    '\n',
  );
}

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
