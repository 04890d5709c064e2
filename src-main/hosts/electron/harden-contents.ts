import type { WebContents } from 'electron';
import { preventedEvents } from './table.ts';

type Preventable = { readonly preventDefault: () => void };

/** Keeps web contents on the page they were given. A link that wants a new window is shown to `openOutside`, never opened here. */
export function hardenContents(contents: WebContents, openOutside: (url: string) => void): void {
  // The four events differ in their types and agree in what is needed of them.
  const on = contents.on.bind(contents) as (event: string, listener: (event: Preventable) => void) => void;
  for (const name of preventedEvents) on(name, (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}
