/** What the desktop shell lends to the page; a browser has none of it. */
export type Desktop = { readonly chooseFolder: () => Promise<string | null> };

declare global {
  interface Window {
    readonly berth?: Desktop;
  }
}

/** The desktop shell this page runs in; null in a browser. */
export function desktop(): Desktop | null {
  return window.berth ?? null;
}
