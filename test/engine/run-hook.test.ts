import { expect, it } from 'vitest';
import { ok } from '../../src-main/contract/result.ts';
import { runHook } from '../../src-main/engine/run-hook.ts';
import type { Docker } from '../../src-main/ports/docker.ts';

it('what a hook said acts on nothing that shows it', async () => {
  const output = 'one\n\u001b]0;title\u0007two \u202eexe.gnp\u009b2J\n';
  const engine: Pick<Docker, 'runHook'> = { runHook: async () => ok({ exitCode: 1, output }) };
  const reported: string[] = [];
  const hook = {
    do: 'run hook',
    container: 'shop-db-1',
    hook: 'post_start',
    request: { Cmd: ['warm'] },
  } as const;
  const ran = await runHook(
    engine as Docker,
    'db',
    hook,
    (text) => void reported.push(text),
    new AbortController().signal,
  );
  const shown = ['one', 'two <U+202E>exe.gnp'];
  expect(ran).toMatchObject({ ok: false, error: { kind: 'hook-failed', log: shown } });
  expect(reported).toEqual(shown.slice(-1));
});
