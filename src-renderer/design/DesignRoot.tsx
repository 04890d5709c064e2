import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import './base.css';
import { Toasts } from './status/Toasts.tsx';

/** Wraps a window once: base styles, one shared tooltip timing, and the place where toasts appear. */
export function DesignRoot({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={450} skipDelayDuration={250}>
      {children}
      <Toasts />
    </Tooltip.Provider>
  );
}
