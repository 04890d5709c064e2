import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';
import { type LoopbackDoor, openLoopbackDoor } from '../../src-main/hosts/loopback/open-door.ts';
import { readWindowFiles } from '../../src-main/hosts/window/files.ts';
import { routerOf } from '../../src-main/router/router.ts';
import { browserArguments } from '../lab/browser.ts';
import type { StageDesk } from '../renderer/fixtures/stage-desk.ts';
import { windowFolder } from './build-window.ts';

const clock = { now: () => Date.now(), sleep: async () => {} };
const random = {
  bytes: (length: number) => new Uint8Array(randomBytes(length)),
  rsaPrivateKeyPem: async () => '',
};

/** The real browser door over a desk on a stage, serving the window as it was just built. Port 0: any free one. */
export async function openStageDoor(desk: StageDesk, port = 0): Promise<LoopbackDoor> {
  const files = await readWindowFiles(windowFolder);
  if (!files.ok) throw new Error(files.error.kind);
  const door = await openLoopbackDoor({ router: routerOf(desk), files: files.value, clock, random, port });
  if (!door.ok) throw new Error(door.error.kind);
  return door.value;
}

/** The installed Chromium, or the one Playwright brought. */
export function launchBrowser(): Promise<Browser> {
  const installed = '/usr/bin/chromium';
  return chromium.launch({
    args: [...browserArguments],
    ...(existsSync(installed) ? { executablePath: installed } : {}),
  });
}
