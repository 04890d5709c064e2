import type { EngineView, EnvironmentView, PortView, ServiceView, Verdict } from '../../../contract/view.ts';
import { describe } from '../../../contract/describe.ts';
import { aligned, type Cell, cell } from './columns.ts';
import { printAge } from './durations.ts';
import type { Colour, Paper } from './paper.ts';

const marks: Readonly<Record<Verdict, readonly [symbol: string, colour: Colour]>> = {
  green: ['\u25cf', 'green'],
  starting: ['\u25d0', 'yellow'],
  waiting: ['\u25cb', 'yellow'],
  idle: ['\u00b7', 'dim'],
  failing: ['\u2717', 'red'],
};

/** The board as lines: a heading, a row for each service (symbol and word, never colour alone), then warnings. */
export function boardLines(view: EnvironmentView, paper: Paper, now: number): readonly string[] {
  const heading = `${view.project.name} (${view.project.environment})  ${engineText(view.engine)}`;
  if (view.services.length === 0) return [heading, ...notices(view, paper)];
  const titles = ['', 'SERVICE', 'STATE', 'UP', 'RESTARTS', 'PORTS', 'URL', 'WHY'];
  const rows = view.services.map((service) => row(service, paper, now));
  return [heading, ...aligned([shownTitles(titles, rows), ...rows]), ...notices(view, paper)];
}

function row(service: ServiceView, paper: Paper, now: number): readonly Cell[] {
  const [symbol, colour] = marks[service.verdict];
  const word = stateWord(service);
  return [
    cell(symbol, paper.paint(colour, symbol)),
    cell(service.name),
    cell(word, paper.paint(colour, word)),
    cell(service.state === 'running' && service.startedAt !== null ? printAge(now - service.startedAt) : ''),
    cell(service.restarts === 0 ? '' : String(service.restarts)),
    cell(service.ports.flatMap(portText).join(' ')),
    cell(service.url ?? ''),
    cell(service.cause ?? ''),
  ];
}

/** A column whose rows are all empty loses its title too. */
const shownTitles = (titles: readonly string[], rows: readonly (readonly Cell[])[]): readonly Cell[] =>
  titles.map((title, at) => cell(rows.some((one) => (one[at]?.text ?? '') !== '') ? title : ''));

/** The word beside the symbol: what the verdict rests on, where that says more than the verdict. */
function stateWord(service: ServiceView): string {
  const count = service.wanted > 1 ? ` ${service.running}/${service.wanted}` : '';
  if (service.state === 'paused') return `paused${count}`;
  if (service.verdict !== 'green') return `${service.verdict}${count}`;
  if (service.state === 'exited') return 'done';
  return `${service.health === 'healthy' ? 'healthy' : 'running'}${count}`;
}

const portText = (port: PortView): readonly string[] =>
  port.host === null ? [] : [`${port.host.address}:${port.host.port}->${port.container}`];

function engineText(engine: EngineView): string {
  if (engine.state === 'ready') return `Docker ${engine.version}`;
  return engine.state === 'connecting' ? 'connecting to Docker' : describe(engine.problem).title;
}

const notices = (view: EnvironmentView, paper: Paper): readonly string[] => [
  ...orphanLines(view, paper),
  ...warningLines(view, paper),
];

const orphanLines = ({ orphans }: EnvironmentView, paper: Paper): readonly string[] =>
  orphans.map(({ container, service, files }) => {
    const origin = files.length === 0 ? '' : ` of ${files.join(', ')}`;
    return `${paper.paint('yellow', '!')} ${container} was made for ${service}${origin}, which the Compose file no longer has`;
  });

const warningLines = (view: EnvironmentView, paper: Paper): readonly string[] =>
  view.warnings.map((warning) => `${paper.paint('yellow', '!')} ${warning}`);
