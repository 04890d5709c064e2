const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Loads a module and takes back the signal handlers that came with it. The settings' writer brings one (when-exit 2.1) that
 * sends the process the same signal again, which would make every first Ctrl-C a second one and end a run in the middle.
 */
export async function withoutForeignHandlers<T>(load: () => Promise<T>): Promise<T> {
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const loaded = await load();
  for (const signal of signals) {
    for (const added of process.listeners(signal)) if (!before.has(added)) process.off(signal, added);
  }
  return loaded;
}
