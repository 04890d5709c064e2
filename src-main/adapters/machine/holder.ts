/** Who holds something, for a person and for the next Berth: `ada@laptop, process 4711`. */
export const printHolder = (user: string, host: string, pid: number): string =>
  `${user}@${host}, process ${pid}`;

/** Whether the process that a holder names still runs. True where that cannot be told: another machine, another text. */
export function isHolderAlive(holder: string, host: string): boolean {
  const match = /@(\S+), process (\d{1,10})$/u.exec(holder.trim());
  if (match === null || match[1] !== host || Number(match[2]) === 0) return true;
  try {
    // Signal 0 asks and does nothing.
    process.kill(Number(match[2]), 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
