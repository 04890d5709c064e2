import { describe } from '../../../contract/describe.ts';
import { assertNever } from '../../../contract/result.ts';
import type { WatchReport } from '../../../contract/watch-report.ts';
import { printDuration } from './durations.ts';
import type { Paper } from './paper.ts';

/** What a watch did, as lines for a person. */
export function watchLines(report: WatchReport, paper: Paper): readonly string[] {
  const done = (text: string, ms: number): readonly string[] => [
    `${paper.paint('green', '\u2713')} ${text} ${paper.paint('dim', printDuration(ms))}`,
  ];
  switch (report.kind) {
    case 'watching':
      return [`Watching for ${report.services.join(', ')}:`, ...report.paths.map((path) => `  ${path}`)];
    case 'deaf':
      return [
        `${paper.paint('yellow', '!')} Changes in ${report.path} may not be seen: ${report.why}.`,
        '  Move the project to a folder of this machine, or save through this machine.',
      ];
    case 'copied':
      return done(`${report.service}: ${countsOf(report)}`, report.elapsedMs);
    case 'rebuilding':
      return [`  ${report.services.join(', ')}: building and making anew`];
    case 'restarting':
      return [`  ${report.services.join(', ')}: restarting`];
    case 'rebuilt':
      return done(`${report.services.join(', ')}: built and made anew`, report.elapsedMs);
    case 'restarted':
      return done(`${report.services.join(', ')}: restarted`, report.elapsedMs);
    case 'ran':
      return ranLines(report, paper);
    case 'failed':
      return report.problems.flatMap((problem) => {
        const { title, detail, remedy } = describe(problem);
        const lines = [...detail.split('\n'), ...(remedy === null ? [] : [`\u2192 ${remedy}`])];
        return [`${paper.paint('red', '\u2717')} ${title}`, ...lines.map((line) => `  ${line}`)];
      });
    default:
      return assertNever(report);
  }
}

function countsOf({ files, removed, first }: Extract<WatchReport, { kind: 'copied' }>): string {
  const parts = [
    ...(files > 0 ? [`${files} ${files === 1 ? 'file' : 'files'} copied`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
  ];
  return `${parts.join(', ')}${first ? ' to begin with' : ''}`;
}

function ranLines(
  { service, command, exitCode, output }: Extract<WatchReport, { kind: 'ran' }>,
  paper: Paper,
): readonly string[] {
  const mark = exitCode === 0 ? paper.paint('green', '\u2713') : paper.paint('red', '\u2717');
  const end = exitCode === 0 ? '' : ` (exit code ${exitCode})`;
  const said = output === '' ? [] : output.split('\n').map((line) => `  ${line}`);
  return [`${mark} ${service}: ran ${command.join(' ')}${end}`, ...said];
}
