import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ProblemKind } from '../../src-main/contract/problem.ts';
import type { Outcome } from '../lab/command.ts';

/** The built program. `BERTH_CLI` names another build of it. */
const program = process.env['BERTH_CLI'] ?? join(import.meta.dirname, '..', '..', 'out', 'cli', 'berth.mjs');

export type BerthOptions = {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly cwd: string;
  /** All of its standard input, which is then closed. Never a terminal. */
  readonly input?: string;
};

/** One run of the program as a process of its own. */
export type Running = {
  readonly child: ChildProcess;
  /** What it wrote up to now. */
  readonly said: () => { readonly stdout: string; readonly stderr: string };
  readonly ended: Promise<Outcome>;
};

export function startBerth(words: readonly string[], options: BerthOptions): Running {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: options.cwd,
    env: options.env,
    stdio: 'pipe',
  });
  const kept = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (kept.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (kept.stderr += part));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...kept }));
  });
  return { child, said: () => ({ ...kept }), ended };
}

/** The one JSON document that a command with `--json` writes on standard output, and nothing beside it. */
export function documentOf({ stdout, stderr }: Outcome) {
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
}

/** A problem as `--json` tells it: its data with its text. */
export type ToldProblem = {
  readonly kind: ProblemKind;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string | null;
} & Readonly<Record<string, unknown>>;

export const problemsOf = (outcome: Outcome): readonly ToldProblem[] => documentOf(outcome).problems;

/** The text that a person reads for these problems: each with its title, all of its detail, and its remedy. */
export function expectTold(text: string, problems: readonly ToldProblem[]): void {
  for (const { title, detail, remedy } of problems) {
    const lines = detail.split('\n').map((line) => `  ${line}`);
    expect(text).toContain([title, ...lines, ...(remedy === null ? [] : [`  \u2192 ${remedy}`])].join('\n'));
  }
}
