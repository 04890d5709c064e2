import { useCallback, useEffect, useState } from 'react';
import type { Failure, Outcome } from './outcome.ts';
import { useWindow } from './use-window.ts';

export type Loaded<T> = {
  /** The last answer; it stays in sight while a newer one is on its way. */
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
};

/**
 * Asks once, again with each new connection and project, and whenever the returned function is called. A later
 * answer never loses to an earlier one.
 */
export function useLoaded<T>(ask: () => Promise<Outcome<T>>): readonly [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: null, failure: null, loading: true });
  const [turn, setTurn] = useState(0);
  const epoch = useWindow(({ connection }) => (connection.kind === 'connected' ? connection.epoch : 0));
  const project = useWindow((state) => state.project?.id);
  useEffect(() => {
    let isLatest = true;
    setLoaded((before) => ({ ...before, loading: true }));
    void ask().then((outcome) => {
      if (!isLatest) return;
      setLoaded((before) =>
        outcome.ok
          ? { value: outcome.value, failure: null, loading: false }
          : { ...before, failure: outcome.error, loading: false },
      );
    });
    return () => {
      isLatest = false;
    };
  }, [ask, turn, epoch, project]);
  return [loaded, useCallback(() => setTurn((before) => before + 1), [])];
}
