import { useEffect } from 'react';
import { isShortcut } from './shortcut.ts';

export type ShortcutAction = { readonly shortcut: string; readonly run: () => void };

/** Runs the action whose shortcut is pressed anywhere in the window, unless a dialog asks something. */
export function useShortcuts(actions: readonly ShortcutAction[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isAsked()) return;
      const action = actions.find(({ shortcut }) => isShortcut(event, shortcut));
      if (action === undefined) return;
      event.preventDefault();
      action.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions]);
}

/** Looked at in the page: any view may ask something. */
const isAsked = (): boolean => document.querySelector('[role=dialog], [role=alertdialog]') !== null;
