import type { LogLine } from '../../../contract/view.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import type { Colour, Paper } from '../output/paper.ts';

export type LogsOptions = {
  readonly services: readonly string[];
  readonly follow: boolean;
  readonly tail: number;
};

/** Log lines of all services merged, or of those named. `--json`: one line of JSON each, and `{"dropped": n}` for a gap. */
export const logs = (cli: Cli, options: LogsOptions): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const services = options.services.length === 0 ? {} : { services: [...options.services] };
    const wish = { project: project.id, follow: options.follow, tail: options.tail, ...services };
    const print = cli.scope.json ? jsonPrinter(cli) : textPrinter(cli.out);
    for await (const batch of await client.logs.read(wish, { signal: cli.stop }))
      print(batch.lines, batch.dropped);
    return cli.stop.aborted ? exit.cancelled : exit.done;
  });

type Print = (lines: readonly LogLine[], dropped: number) => void;

function jsonPrinter(cli: Cli): Print {
  return (lines, dropped) => {
    if (dropped > 0) cli.out.json({ dropped });
    for (const line of lines) cli.out.json(line);
  };
}

const colours: readonly Colour[] = ['cyan', 'green', 'yellow', 'magenta', 'blue'];

/** `service | text`; the names are padded to the longest seen so far, each service keeps its colour. */
function textPrinter(paper: Paper): Print {
  const order: string[] = [];
  let width = 0;
  return (lines, dropped) => {
    if (dropped > 0) paper.line(`! ${dropped} lines left out: they came faster than they could be shown`);
    for (const line of lines) {
      if (!order.includes(line.service)) order.push(line.service);
      width = Math.max(width, line.service.length);
      const colour = colours[order.indexOf(line.service) % colours.length] ?? 'cyan';
      paper.line(`${paper.paint(colour, `${line.service.padEnd(width)} |`)} ${line.text}`);
    }
  };
}
