import { dialog, shell } from 'electron';
import { judgeOutside } from './judge-outside.ts';

/** Opens a link in the system's browser as `judgeOutside` says; the address that is opened is the parsed one that was shown. */
export async function openOutside(text: string): Promise<void> {
  const verdict = judgeOutside(text);
  if (verdict === 'refuse') return;
  const { href } = new URL(text);
  if (verdict === 'ask' && !(await confirmed(href))) return;
  await shell.openExternal(href);
}

async function confirmed(href: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Open this page in your browser?',
    detail: href,
    buttons: ['Cancel', 'Open'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
