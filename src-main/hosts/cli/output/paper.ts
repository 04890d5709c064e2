import type { Sink, World } from '../world.ts';
import { visible, visibleJson } from './visible.ts';

export type Colour = 'green' | 'yellow' | 'red' | 'blue' | 'cyan' | 'magenta' | 'dim' | 'bold';

const codes: Readonly<Record<Colour, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
};

/** One output of a command: whole lines, always through `visible`, with colours where a terminal wants them. */
export class Paper {
  readonly sink: Sink;
  readonly colours: boolean;
  /** Whether what was written can be drawn again. */
  readonly redraws: boolean;

  constructor(sink: Sink, variables: World['variables']) {
    this.sink = sink;
    this.redraws = sink.isTTY && variables['TERM'] !== 'dumb';
    this.colours = this.redraws && !variables['NO_COLOR'];
  }

  line(text = ''): void {
    this.sink.write(`${visible(text, this.colours)}\n`);
  }

  /** One JSON document on one line, none of whose characters acts on a terminal. */
  json(value: unknown): void {
    this.sink.write(`${visibleJson(JSON.stringify(value))}\n`);
  }

  /** The text in a colour, for a line of this paper. What is in it is made visible first, so it cannot end the colour. */
  paint(colour: Colour, text: string): string {
    return this.colours ? `\u001b[${codes[colour]}m${visible(text, false)}\u001b[0m` : text;
  }
}
