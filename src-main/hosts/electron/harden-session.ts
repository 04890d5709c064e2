import type { Session, Streams } from 'electron';
import { loadedSchemes } from './table.ts';

/** Denies every permission that a page could ask this session for (Electron's default approves), and every other origin. */
export function hardenSession(session: Session, packaged: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // Without streams the request fails; an empty object would throw in this process.
  session.setDisplayMediaRequestHandler((_request, callback) => (callback as (streams?: Streams) => void)());
  const schemes = loadedSchemes(packaged);
  session.webRequest.onBeforeRequest((details, callback) =>
    callback({ cancel: !schemes.includes(schemeOf(details.url)) }),
  );
}

const schemeOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');
