/** Facts about this machine that are not files. */
export interface Machine {
  readonly platform: 'win32' | 'linux' | 'darwin' | 'other';
  readonly homeDir: string;
  readonly workingDir: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Who runs Berth, for 'held by': user@host, process id. */
  readonly holder: string;
  /**
   * Whether the process that a `holder` text of this machine names still runs; true where it cannot be told. `since` as a lock
   * has it, `2026-01-02 03:04:05 UTC`: one from before the machine was started is gone, whoever has its number now.
   */
  isHolderAlive(holder: string, since?: string | null): boolean;
  freeBytes(path: string): Promise<number | null>;
  totalMemoryBytes(): number;
  /** Whether 127.0.0.1:port can be bound now; false also where the system refuses it. */
  isPortFree(port: number, address: string): Promise<boolean>;
  /** The process that listens on a port, as a person knows it ("nginx, process 4711"); null where it cannot be told. */
  portOwner(port: number): Promise<string | null>;
  /** The docker command line tool's absolute path; null where it is not installed. Never from the working folder. */
  findTool(name: string): Promise<string | null>;
}
