import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EnvironmentView } from '../../src-main/contract/view.ts';
import type { Intents } from './intents.ts';
import type { WindowState } from './window-state.ts';
import type { WindowStore } from './window-store.ts';

/** The store of this window; put in place once by the entry. */
export const WindowContext = createContext<WindowStore | null>(null);

function useWindowStore(): WindowStore {
  const store = useContext(WindowContext);
  if (store === null) throw new Error('WindowContext is not provided');
  return store;
}

/** A part of the window's state; draws again when that part changes. Select what exists, do not make new objects. */
export function useWindow<T>(select: (state: WindowState) => T): T {
  return useStore(useWindowStore().state, select);
}

/** The board of the current project. Only for views that stand below a board that is there. */
export function useBoard(): EnvironmentView {
  const board = useWindow((state) => state.board);
  if (board === null) throw new Error('this view needs a board');
  return board;
}

/** Everything one can ask. */
export function useIntents(): Intents {
  return useWindowStore().intents;
}
