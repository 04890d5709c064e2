import { contextBridge, ipcRenderer } from 'electron';

/** What this file uses of the page's window; the layer has no DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  readonly postMessage: (message: string, origin: string, transfer: readonly unknown[]) => void;
  readonly addEventListener: (name: 'DOMContentLoaded', listener: () => void) => void;
};

// A sandboxed preload is one file and sees almost nothing of Node, so it repeats the names of table.ts; a test compares
// them.
contextBridge.exposeInMainWorld('berth', {
  chooseFolder: () => ipcRenderer.invoke('berth:choose-folder'),
  chooseBundle: () => ipcRenderer.invoke('berth:choose-bundle'),
  chooseBundleTarget: (name: string) => ipcRenderer.invoke('berth:choose-bundle-target', name),
});

// A port cannot cross the bridge; it goes to the page as a message of its own window.
ipcRenderer.on('berth:port', (event) =>
  window.postMessage('berth:port', window.location.origin, [...event.ports]),
);

// By then the page's own script has run and listens.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('berth:connect'));
