import type { Page } from '@playwright/test';
import type { Desktop } from '../../src-renderer/connection/desktop.ts';

type Dialogs = { readonly [Name in keyof Desktop]: string | null };
/** Each dialog that the page asked for, with what it said of it. */
export type Asked = readonly (readonly [dialog: string, ...words: unknown[]])[];

type Ask = (dialog: string, words: readonly unknown[]) => Promise<string | null>;
type Lent = { readonly askDialog: Ask; readonly berth: object };

/**
 * Lends a page what the preload lends to that of the desktop window: the dialogs, answered as told, and a message port, here with
 * the browser door at its other end. Returns what is asked, as it grows.
 */
export async function lendDesktop(page: Page, answers: Dialogs): Promise<Asked> {
  const asked: [string, ...unknown[]][] = [];
  const ask: Ask = async (dialog, words) => {
    asked.push([dialog, ...words]);
    return answers[dialog as keyof Dialogs];
  };
  await page.exposeFunction('askDialog', ask);
  await page.addInitScript(beforeThePage, Object.keys(answers));
  return asked;
}

/** Runs in the page: it can use nothing of this file. */
function beforeThePage(names: readonly string[]): void {
  const lent = window as unknown as Lent;
  const dialogs = names.map((name) => [name, (...words: unknown[]) => lent.askDialog(name, words)]);
  Object.assign(window, { berth: Object.fromEntries(dialogs) });
  const connect = async () => {
    const body = JSON.stringify({ code: new URLSearchParams(location.hash.slice(1)).get('code') });
    const headers = { 'content-type': 'application/json' };
    const { token } = await (await fetch('/session', { method: 'POST', headers, body })).json();
    const socket = new WebSocket(`ws://${location.host}/rpc`, ['berth', `bearer.${token}`]);
    socket.binaryType = 'arraybuffer';
    const { port1, port2 } = new MessageChannel();
    socket.addEventListener('message', ({ data }) => port1.postMessage(data));
    socket.addEventListener('open', () => {
      port1.addEventListener('message', ({ data }) => socket.send(data));
      port1.start();
      window.postMessage('berth:port', location.origin, [port2]);
    });
  };
  window.addEventListener('DOMContentLoaded', () => void connect());
}
