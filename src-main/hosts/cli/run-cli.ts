import { CommanderError } from 'commander';
import type { Problem } from '../../contract/problem.ts';
import { problemsOf } from '../../router/problem-error.ts';
import type { Cli } from './cli.ts';
import { exit, type ExitCode } from './exit.ts';
import { Paper } from './output/paper.ts';
import { printProblems, told } from './output/problems.ts';
import { programOf } from './program.ts';
import { type Scope, scopeOf, standardInput } from './scope.ts';
import type { World } from './world.ts';

/** One command line from its words (without the program's own) to its exit code. Throws nothing. */
export async function runCli(words: readonly string[], world: World): Promise<ExitCode> {
  // Asked here too: a fault of usage is met before the options are known.
  const json = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined).includes('--json');
  const papers = {
    out: new Paper(world.out, world.variables),
    err: new Paper(world.err, world.variables),
    json,
  };
  const interrupts = firstStopsSecondEnds(world);
  let faults = '';
  let code: ExitCode = exit.done;
  const output = { out: world.out.write, err: (text: string) => void (faults += text) };
  const program = programOf(world.version(), output, async (options, act) => {
    const scope = scopeOf(options, world);
    if (!scope.ok) {
      const isOfFiles = scope.error.kind === 'compose-invalid';
      return void (code = tellProblems(papers, [scope.error], isOfFiles ? exit.problem : exit.usage));
    }
    const whole = await withStandardInput(scope.value, world);
    const cli: Cli = { world, scope: whole, out: papers.out, err: papers.err, stop: interrupts.stop };
    code = await act(cli);
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, papers, faults, interrupts.stop);
  } finally {
    interrupts.release();
  }
}

// What the contract takes; the loader says so itself when a text is larger than it reads.
const inputLimit = 1_999_999;

/** A file named `-` is read here: the engine's layers have no standard input. */
async function withStandardInput(scope: Scope, world: World): Promise<Scope> {
  if (scope.files?.includes(standardInput) !== true) return scope;
  return { ...scope, compose: { ...scope.compose, input: await world.input.readAll(inputLimit) } };
}

type Papers = { readonly out: Paper; readonly err: Paper; readonly json: boolean };

function codeOf(error: unknown, papers: Papers, faults: string, stop: AbortSignal): ExitCode {
  if (error instanceof CommanderError) return usageCode(error, papers, faults);
  const problems = problemsOf(error);
  if (problems !== null && problems.some((problem) => problem.kind === 'cancelled')) return exit.cancelled;
  if (problems !== null) return tellProblems(papers, problems, exit.problem);
  if (stop.aborted) return exit.cancelled;
  return tellBug(papers, error);
}

function usageCode(error: CommanderError, papers: Papers, faults: string): ExitCode {
  if (error.exitCode === 0) return exit.done;
  const message = faults.trim().replace(/^error: /, '');
  if (papers.json) return tellProblems(papers, [{ kind: 'request-invalid', message }], exit.usage);
  papers.err.sink.write(faults);
  return exit.usage;
}

function tellProblems(papers: Papers, problems: readonly Problem[], code: ExitCode): ExitCode {
  if (papers.json) papers.out.json({ problems: told(problems) });
  else printProblems(papers.err, problems);
  return code;
}

/** Where it happened, without the message: a foreign error may quote what it was given, and that may be a secret. */
function tellBug(papers: Papers, error: unknown): ExitCode {
  const title = 'Berth has met a fault of its own';
  const name = error instanceof Error ? error.name : typeof error;
  const frames =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const detail = [name, ...frames.slice(0, 8)].join('\n');
  if (papers.json) papers.out.json({ problems: [{ kind: 'bug', title, detail, remedy: null }] });
  else for (const line of [title, ...detail.split('\n')]) papers.err.line(line);
  return exit.problem;
}

function firstStopsSecondEnds(world: World): { readonly stop: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const release = world.onInterrupt(() => {
    if (controller.signal.aborted) world.exitNow(exit.cancelled);
    controller.abort();
  });
  return { stop: controller.signal, release };
}
