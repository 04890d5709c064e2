import type { Connection, ConnectionState } from './connection.ts';

/** A Connection and the one function that changes what it says. */
export function broadcastState(first: ConnectionState): {
  readonly connection: Connection;
  readonly say: (state: ConnectionState) => void;
} {
  const listeners = new Set<(state: ConnectionState) => void>();
  let current = first;
  const watch: Connection['watch'] = (listener, signal) => {
    listeners.add(listener);
    signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    listener(current);
  };
  const say = (state: ConnectionState) => {
    current = state;
    for (const listener of listeners) listener(state);
  };
  return { connection: { watch }, say };
}
