import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { vi } from 'vitest';

/**
 * A typed stand-in for the parts of Electron that the shell uses: it keeps what it was given, so that a test can call it.
 * `messagePorts` are real ports of Node, so the router is really served.
 */
function electronStandIn() {
  class MessageChannelMain {
    readonly port1;
    readonly port2;
    constructor() {
      const { port1, port2 } = new MessageChannel();
      this.port1 = Object.assign(port1, { on: onWithEvent(port1) });
      this.port2 = port2;
    }
  }
  const handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  const sessions = new Map<string, ReturnType<typeof standInSession>>();
  const windows: StandInWindow[] = [];
  class BrowserWindow extends StandInWindow {
    constructor(options: unknown) {
      super(options);
      windows.push(this);
    }
  }
  const module = {
    app: Object.assign(new EventEmitter(), {
      isPackaged: true,
      enableSandbox: vi.fn(),
      whenReady: vi.fn(async () => {}),
      quit: vi.fn(),
    }),
    protocol: { registerSchemesAsPrivileged: vi.fn() },
    session: {
      fromPartition: (name: string) => {
        const found = sessions.get(name) ?? standInSession();
        sessions.set(name, found);
        return found;
      },
    },
    ipcMain: Object.assign(new EventEmitter(), {
      handle: (channel: string, handler: (event: unknown) => unknown) => void handlers.set(channel, handler),
    }),
    dialog: {
      showOpenDialog: vi.fn(async () => ({ canceled: false, filePaths: ['/srv/chosen'] })),
      showSaveDialog: vi.fn(async () => ({ canceled: false, filePath: '/srv/made.berth' })),
      showMessageBox: vi.fn(async () => ({ response: 0 })),
    },
    utilityProcess: {
      fork: vi.fn((..._words: unknown[]) =>
        Object.assign(new EventEmitter(), { postMessage: vi.fn(), kill: vi.fn() }),
      ),
    },
    shell: { openExternal: vi.fn(async (_url: string) => {}) },
    contextBridge: { exposeInMainWorld: vi.fn() },
    ipcRenderer: Object.assign(new EventEmitter(), {
      invoke: vi.fn(async (..._words: unknown[]) => '/srv/chosen'),
      send: vi.fn(),
    }),
    BrowserWindow,
    MessageChannelMain,
  };
  return { module, handlers, sessions, windows };
}

/** Electron's ports give an event with `data`, Node's give the data. */
function onWithEvent(port: MessageChannel['port1']) {
  const on = port.on.bind(port);
  return (name: string, listener: (event: { data: unknown }) => void) =>
    name === 'message'
      ? on('message', (data: unknown) => listener({ data }))
      : on('close', () => listener({ data: null }));
}

function standInSession() {
  return {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
    protocol: { handle: vi.fn() },
  };
}

export type StandInFrame = { url: string; postMessage: ReturnType<typeof vi.fn> };

export const frame = (url: string): StandInFrame => ({ url, postMessage: vi.fn() });

export class StandInWindow extends EventEmitter {
  readonly options: unknown;
  readonly loaded: string[] = [];
  destroyed = false;
  readonly webContents = { mainFrame: frame('app://ui/index.html') };
  show = vi.fn();
  constructor(options: unknown) {
    super();
    this.options = options;
  }
  isDestroyed() {
    return this.destroyed;
  }
  async loadURL(url: string) {
    this.loaded.push(url);
  }
}

/** The one of this test file: modules are not shared between files. */
export const electron = electronStandIn();
