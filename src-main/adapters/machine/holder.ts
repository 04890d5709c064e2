/** Who holds something, for a person and for the next Berth: `ada@laptop, process 4711`. */
export const printHolder = (user: string, host: string, pid: number): string =>
  `${user}@${host}, process ${pid}`;

/** `bootedAt` in milliseconds since 1970. */
export type ThisHost = { readonly host: string; readonly bootedAt: number };

// A clock may have been set since; a start of the machine takes longer than it is usually put right by.
const marginMs = 60_000;

/**
 * Whether the process that a holder names still runs. True where that cannot be told: another machine, another text. A process
 * that has the number of one from before the last start of the machine is another one; `since` null: it is not known when.
 */
export function isHolderAlive(holder: string, since: string | null, { host, bootedAt }: ThisHost): boolean {
  const match = /@(\S+), process (\d{1,10})$/u.exec(holder.trim());
  if (match === null || match[1] !== host || Number(match[2]) === 0) return true;
  // As it is written: 2026-01-02 03:04:05 UTC.
  const sinceMs = Date.parse((since ?? '').replace(' UTC', 'Z').replace(' ', 'T'));
  if (sinceMs < bootedAt - marginMs) return false;
  try {
    // Signal 0 asks and does nothing.
    process.kill(Number(match[2]), 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
