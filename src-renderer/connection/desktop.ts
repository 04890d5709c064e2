/** What the desktop shell lends to the page: the system's own dialogs. Each answers a path; null: none was chosen. */
export type Desktop = {
  readonly chooseFolder: () => Promise<string | null>;
  /** A bundle that is there. */
  readonly chooseBundle: () => Promise<string | null>;
  /** Where a bundle is to be made. `name`: what it is called if nothing else is said; no path. */
  readonly chooseBundleTarget: (name: string) => Promise<string | null>;
};

declare global {
  interface Window {
    readonly berth?: Desktop;
  }
}

/** The desktop shell this page runs in; null in a browser. */
export function desktop(): Desktop | null {
  return window.berth ?? null;
}
