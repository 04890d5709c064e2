import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { World } from '../../../src-main/hosts/cli/world.ts';
import { runCli } from '../../../src-main/hosts/cli/run-cli.ts';
import { FakeDesk } from '../../support/fake-desk.ts';

export type TestWorldOptions = {
  readonly tty?: boolean;
  readonly variables?: Record<string, string>;
  readonly workingDir?: string;
  /** Answers of the person at the terminal, or the whole standard input where there is none. */
  readonly input?: readonly (string | null)[];
  readonly windowDir?: string;
};

/** A process of a test: what goes in is given, what comes out is kept. */
export function testWorld(options: TestWorldOptions = {}) {
  const kept = { out: '', err: '', exits: [] as number[], hidden: [] as boolean[], opened: [] as string[] };
  const desk = new FakeDesk();
  const answers = [...(options.input ?? [])];
  const listeners = new Set<() => void>();
  const tty = options.tty ?? false;
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => void (kept[name] += text),
    isTTY: tty,
    columns: 100,
  });
  const world: World = {
    out: sink('out'),
    err: sink('err'),
    input: {
      isTTY: tty,
      readAll: async (limit) => (answers.shift() ?? '').slice(0, limit + 1),
      readLine: async (hidden) => {
        kept.hidden.push(hidden);
        return answers.shift() ?? null;
      },
    },
    variables: options.variables ?? {},
    workingDir: options.workingDir ?? '/nowhere/at/all',
    clock: { now: () => 61_000, sleep: async () => {} },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exitNow: (code) => void kept.exits.push(code),
    version: () => '1.2.3',
    openDesk: async () => desk,
    random: async () => ({
      bytes: (length) => new Uint8Array(randomBytes(length)),
      rsaPrivateKeyPem: async () => '',
    }),
    windowDir: options.windowDir ?? '/nowhere',
    openWithSystem: async (target) => {
      kept.opened.push(target);
      return true;
    },
  };
  const interrupt = () => {
    for (const listener of listeners) listener();
  };
  return { world, desk, kept, interrupt, listeners, run: (...words: string[]) => runCli(words, world) };
}

/** The one JSON document on standard output. */
export function document(text: string) {
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(text);
}
