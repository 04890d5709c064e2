import type { WebPreferences } from 'electron';

/**
 * The hardening of the shell in one place; every line has a test. Electron's own defaults are repeated where they are right,
 * because a default can change with a version.
 */
export const webPreferences = Object.freeze({
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  plugins: false,
  experimentalFeatures: false,
  allowRunningInsecureContent: false,
  navigateOnDragDrop: false,
  /** Without `persist:` it is kept in memory: nothing of a page outlives the app. */
  partition: 'berth',
} as const) satisfies WebPreferences;

/** The one origin of the window. A scheme of its own: what `file:` may do, it may not. */
export const windowScheme = 'app';
export const windowHost = 'ui';
export const windowOrigin = `${windowScheme}://${windowHost}`;

/** Privileges of the scheme: an origin like that of https, no bypass of the policy, no service worker. */
export const schemePrivileges = Object.freeze({
  standard: true,
  secure: true,
  supportFetchAPI: true,
  bypassCSP: false,
  allowServiceWorkers: false,
  corsEnabled: false,
  stream: false,
  codeCache: false,
});

/** Events of web contents by which a page could go elsewhere or bring another in: all are prevented. */
export const preventedEvents = [
  'will-navigate',
  'will-redirect',
  'will-frame-navigate',
  'will-attach-webview',
] as const;

/** URL schemes that the window's session may load. The developer tools are there only where the app is not packaged. */
export const loadedSchemes = (packaged: boolean): readonly string[] =>
  packaged ? [`${windowScheme}:`] : [`${windowScheme}:`, 'devtools:'];

/** Fuses flipped in the packaged binary before it is signed, under the names that electron-builder has for them. */
export const fuses = Object.freeze({
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  grantFileProtocolExtraPrivileges: false,
  enableCookieEncryption: true,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
});

/** Channels between the preload and main. There are no others. */
export const channels = Object.freeze({
  connect: 'berth:connect',
  port: 'berth:port',
  chooseFolder: 'berth:choose-folder',
  chooseBundle: 'berth:choose-bundle',
  chooseBundleTarget: 'berth:choose-bundle-target',
});
