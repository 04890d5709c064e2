import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallPackages, ensurePackages } from './packages.ts';

export type BrowserState =
  | { readonly ready: true; readonly executablePath: string }
  | { readonly ready: false; readonly remedy: string };

const packages = ['chromium', 'fonts-inter', 'fonts-noto-core', 'fonts-noto-mono'] as const;

/** What a Chromium in a container or as root needs, and what keeps it from calling home. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/** Finds a Chromium, Chrome or Edge, and on Debian as root installs Chromium where there is none. */
export async function ensureBrowser(): Promise<BrowserState> {
  if (findBrowser() === null && canInstallPackages()) await ensurePackages(packages);
  const executablePath = findBrowser();
  return executablePath === null
    ? { ready: false, remedy: 'Install Chrome, Edge or Chromium.' }
    : { ready: true, executablePath };
}

/** The path of an installed Chromium, Chrome or Edge; null where there is none. BERTH_BROWSER goes first. */
function findBrowser(): string | null {
  return candidates(process.platform, process.env).find((path) => existsSync(path)) ?? null;
}

function candidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] {
  const named = env['BERTH_BROWSER'] ? [env['BERTH_BROWSER']] : [];
  if (platform === 'darwin')
    return [...named, ...['Google Chrome', 'Microsoft Edge', 'Chromium'].map(macApplication)];
  if (platform === 'win32') return [...named, ...windowsPrograms(env)];
  return [
    ...named,
    ...['chromium', 'google-chrome', 'microsoft-edge', 'chromium-browser'].map((name) => `/usr/bin/${name}`),
  ];
}

const macApplication = (name: string): string => `/Applications/${name}.app/Contents/MacOS/${name}`;

function windowsPrograms(env: NodeJS.ProcessEnv): readonly string[] {
  const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
    (root) => root !== undefined,
  );
  const programs = [
    ['Google', 'Chrome', 'Application', 'chrome.exe'],
    ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ];
  return roots.flatMap((root) => programs.map((parts) => join(root, ...parts)));
}
