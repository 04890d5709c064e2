import type { Problem } from '../../../contract/problem.ts';
import type { FindingStatus, FindingView } from '../../../contract/view.ts';
import { atDesk, attempt, type AtDesk, type Cli, openScope } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import type { Colour } from '../output/paper.ts';
import { printProblems, told } from '../output/problems.ts';

/** Every check of the machine, and of the project where there is one. A finding that is a problem makes it 1. */
export const doctor = (cli: Cli): Promise<ExitCode> =>
  atDesk(cli, async (at) => {
    const { project, problems } = await projectOf(cli, at);
    const findings = await at.client.doctor.check(project === null ? {} : { project }, { signal: cli.stop });
    if (!cli.scope.json) for (const finding of findings) print(cli, finding);
    if (!cli.scope.json) printProblems(cli.err, problems);
    if (cli.scope.json) cli.out.json([...findings, ...problems.map(asFinding)]);
    return problems.length > 0 || findings.some((finding) => finding.status === 'problem')
      ? exit.problem
      : exit.done;
  });

/** A machine can be checked without a project, and a project that does not open is a finding among others. */
async function projectOf(
  cli: Cli,
  at: AtDesk,
): Promise<{ project: string | null; problems: readonly Problem[] }> {
  if (!cli.scope.found) return { project: null, problems: [] };
  const opened = await attempt(openScope(at.client, cli.scope));
  return 'value' in opened
    ? { project: opened.value.id, problems: [] }
    : { project: null, problems: opened.problems };
}

function asFinding(problem: Problem): FindingView {
  const [text] = told([problem]);
  return {
    id: `project-${problem.kind}`,
    title: text?.title ?? problem.kind,
    status: 'problem',
    evidence: text?.detail ?? '',
    fix: text?.remedy ?? null,
  };
}

const marks: Readonly<Record<FindingStatus, readonly [symbol: string, colour: Colour]>> = {
  ok: ['\u2713', 'green'],
  warning: ['!', 'yellow'],
  problem: ['\u2717', 'red'],
  unknown: ['?', 'dim'],
};

function print(cli: Cli, finding: FindingView): void {
  const [symbol, colour] = marks[finding.status];
  cli.out.line(
    `${cli.out.paint(colour, symbol)} ${finding.title}${finding.status === 'ok' ? '' : ` (${finding.status})`}`,
  );
  for (const line of finding.evidence.split('\n').filter((text) => text !== '')) cli.out.line(`  ${line}`);
  if (finding.fix !== null) cli.out.line(`  ${cli.out.paint('cyan', '\u2192')} ${finding.fix}`);
}
