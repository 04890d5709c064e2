import { useCallback, useState } from 'react';
import { applyTheme, parseTheme, type Theme } from '../design/theme.ts';

const storageKey = 'berth.theme';

/** The theme kept on this machine; `system` where none was chosen, or where storage is refused. */
export function storedTheme(): Theme {
  try {
    return parseTheme(localStorage.getItem(storageKey));
  } catch {
    return 'system';
  }
}

/** The theme of this window and a way to choose another, which is kept. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(storedTheme);
  const choose = useCallback((next: Theme) => {
    applyTheme(next, document.documentElement);
    setTheme(next);
    try {
      localStorage.setItem(storageKey, next);
    } catch {
      // It holds for this window then.
    }
  }, []);
  return [theme, choose];
}
